// SPDX-License-Identifier: BSL-1.0
// The one file that reports. Including the header is enough: with DWELL_OUT set, it saves when the program ends.
#include <dwell/dwell.hpp>

#include <cstdio>

#include "word_count.hpp"

int main() {
    TIMED_SCOPE("main");
    const int words = count_words("how long a program dwells in each of its named places");
    std::printf("%d words\n", words);
    return words == 11 ? 0 : 1;
}
