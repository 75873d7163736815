// SPDX-License-Identifier: BSL-1.0
// What main.cpp calls: nothing here shows that it is measured.
#ifndef TWO_FILES_WORD_COUNT_HPP
#define TWO_FILES_WORD_COUNT_HPP

#include <string_view>

int count_words(std::string_view text);

#endif
