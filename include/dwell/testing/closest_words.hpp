// SPDX-License-Identifier: BSL-1.0
// What somebody who mistyped a word may have meant.
#ifndef DWELL_TESTING_CLOSEST_WORDS_HPP
#define DWELL_TESTING_CLOSEST_WORDS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// How many bytes must be inserted, removed or replaced to make one word of the other (V. I. Levenshtein, 1966), two
/// neighbours in the wrong order counting as one. O(length of a * length of b).
[[nodiscard]] inline size_t edit_distance(std::string_view a, std::string_view b) {
    // Row i has the distances of the first i bytes of `a` from each beginning of `b`; three rows are needed.
    std::vector<size_t> two_before(b.size() + 1);
    std::vector<size_t> before(b.size() + 1);
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.size(); ++i) {
        two_before.swap(before);
        before.swap(row);
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            size_t least = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            least = before[j] + 1 < least ? before[j] + 1 : least;
            least = row[j - 1] + 1 < least ? row[j - 1] + 1 : least;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two_before[j - 2] + 1 < least) {
                least = two_before[j - 2] + 1;
            }
            row[j] = least;
        }
    }
    return row[b.size()];
}

/// Finds the words that are closest to one that is not among them: at most a third of it differs (or one byte), or it
/// begins one of them. Words of more than 200 bytes are nobody's typing error.
class closest_words {
public:
    explicit closest_words(std::string_view wanted)
        : wanted_(wanted), least_(wanted.size() < 6 ? 1 : wanted.size() / 3) {}

    void consider(std::string_view candidate) {
        if (wanted_.size() > longest || candidate.size() > longest || wanted_.empty()) {
            return;
        }
        const bool is_beginning = wanted_.size() >= 3 && candidate.substr(0, wanted_.size()) == wanted_;
        const size_t distance = is_beginning ? 1 : edit_distance(wanted_, candidate);
        if (distance < least_) {
            found_.clear();
            least_ = distance;
        }
        if (distance == least_ && found_.size() < most) {
            found_.push_back(printable(candidate));
        }
    }

    /// `; did you mean "p50" or "p99"?`, or nothing where no word is close.
    [[nodiscard]] std::string question() const {
        std::string text;
        for (size_t i = 0; i < found_.size(); ++i) {
            text += i == 0 ? "; did you mean \"" : i + 1 < found_.size() ? "\", \"" : "\" or \"";
            text += found_[i];
        }
        return text.empty() ? text : text + "\"?";
    }

private:
    static constexpr size_t longest = 200;
    static constexpr size_t most = 3;

    std::string_view wanted_;
    size_t least_;
    std::vector<std::string> found_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
