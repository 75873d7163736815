// SPDX-License-Identifier: BSL-1.0
// What somebody may have meant: the name that is most like one that is not there.
#ifndef DWELL_TESTING_SIMILAR_NAME_HPP
#define DWELL_TESTING_SIMILAR_NAME_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Goes through the names that there are. Similar is what takes few edits to get to (a letter more, less or another, or
/// two neighbours swapped, upper and lower case being the same), up to a quarter of the letters and three; or else what
/// ends in the name after a separator, or begins with it before one.
class similar_name {
public:
    /// In bytes: what is longer is similar to nothing.
    static constexpr size_t longest = 200;

    explicit similar_name(std::string_view wanted)
        : wanted_(wanted), most_edits_(smaller(larger(wanted.size() / 4, size_t{1}), size_t{3})) {
        best_distance_ = most_edits_ + 2;
    }

    /// Linear in the length, for a name of about the same length.
    void consider(std::string_view candidate) {
        const size_t distance = distance_to(candidate);
        if (distance < best_distance_) {
            best_distance_ = distance;
            best_ = candidate;
        }
    }

    /// `; did you mean "server.parse"?`, or nothing.
    [[nodiscard]] std::string question() const {
        return best_.empty() ? std::string() : "; did you mean \"" + best_ + "\"?";
    }

private:
    [[nodiscard]] static char lower_case(char c) noexcept {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    [[nodiscard]] static bool is_letter_or_digit(char c) noexcept {
        const char lower = lower_case(c);
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }

    // Up to `most_edits_`; one more for a part between separators; two more for what is not similar.
    [[nodiscard]] size_t distance_to(std::string_view candidate) const {
        if (wanted_.empty() || wanted_.size() > longest || candidate.size() > longest) {
            return most_edits_ + 2;
        }
        const size_t longer = larger(candidate.size(), wanted_.size());
        if (longer - smaller(candidate.size(), wanted_.size()) <= most_edits_) {
            const size_t edits = edits_to(candidate);
            if (edits <= most_edits_) {
                return edits;
            }
        }
        if (candidate.size() <= wanted_.size()) {
            return most_edits_ + 2;
        }
        const size_t rest = candidate.size() - wanted_.size();
        const bool is_end = candidate.substr(rest) == wanted_ && !is_letter_or_digit(candidate[rest - 1]);
        const bool is_begin =
            candidate.substr(0, wanted_.size()) == wanted_ && !is_letter_or_digit(candidate[wanted_.size()]);
        return most_edits_ + (is_end || is_begin ? 1 : 2);
    }

    // The edit distance of F. J. Damerau, "A technique for computer detection and correction of spelling errors",
    // Communications of the ACM 7(3), 1964, no part being edited twice; a row of the table at a time.
    [[nodiscard]] size_t edits_to(std::string_view candidate) const {
        const size_t width = candidate.size() + 1;
        std::vector<size_t> before_last(width);
        std::vector<size_t> last(width);
        std::vector<size_t> row(width);
        for (size_t column = 0; column < width; ++column) {
            row[column] = column;
        }
        size_t least_of_last = 0;
        for (size_t i = 0; i < wanted_.size(); ++i) {
            before_last.swap(last);
            last.swap(row);
            for (size_t& distance : row) {
                distance = longest;
            }
            row[0] = i + 1;
            size_t least = row[0];
            // What is farther from the diagonal takes more edits than there may be.
            const size_t end = smaller(candidate.size(), i + most_edits_ + 1);
            for (size_t k = i - smaller(i, most_edits_); k < end; ++k) {
                const char mine = lower_case(wanted_[i]);
                const char its = lower_case(candidate[k]);
                row[k + 1] = smaller(smaller(last[k + 1], row[k]) + 1, last[k] + (mine == its ? 0 : 1));
                if (i != 0 && k != 0 && mine == lower_case(candidate[k - 1]) && its == lower_case(wanted_[i - 1])) {
                    row[k + 1] = smaller(row[k + 1], before_last[k - 1] + 1);
                }
                least = smaller(least, row[k + 1]);
            }
            // Each row comes out of the two before it, and no step makes it less.
            if (least > most_edits_ && least_of_last > most_edits_) {
                return least;
            }
            least_of_last = least;
        }
        return row[candidate.size()];
    }

    std::string_view wanted_;
    size_t most_edits_;
    size_t best_distance_;
    std::string best_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
