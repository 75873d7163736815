// SPDX-License-Identifier: BSL-1.0
// Finds the identifiers of C and C++ source text.
#ifndef INDEXER_TOKENIZER_HPP
#define INDEXER_TOKENIZER_HPP

#include <cstddef>
#include <string_view>

namespace indexer {

/// Walks through source text from token to token. Comments, string and character literals and numbers are passed over;
/// one that does not end ends with the text. Keywords are identifiers, too.
class tokenizer {
public:
    explicit tokenizer(std::string_view text) noexcept : text_(text) {}

    /// The next identifier, a part of the text; empty at the end.
    [[nodiscard]] std::string_view next() noexcept {
        while (at_ < text_.size()) {
            const char first = text_[at_];
            if (begins_identifier(first)) {
                const std::string_view found = take_while(continues_identifier);
                if (at_ < text_.size() && text_[at_] == '"' && found.back() == 'R') {
                    skip_raw_string();
                    continue;
                }
                return found;
            }
            if (is_digit(first)) {
                // With suffix, exponent and digit separators: 0x1F'00u, 1e9. A sign of an exponent ends it, harmlessly.
                take_while([](char c) { return continues_identifier(c) || c == '.' || c == '\''; });
            } else if (first == '"' || first == '\'') {
                skip_quoted(first);
            } else if (first == '/' && peek(1) == '/') {
                skip_past("\n");
            } else if (first == '/' && peek(1) == '*') {
                at_ += 2;
                skip_past("*/");
            } else {
                ++at_;
            }
        }
        return {};
    }

private:
    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static bool begins_identifier(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    static bool continues_identifier(char c) noexcept { return begins_identifier(c) || is_digit(c); }

    [[nodiscard]] char peek(size_t ahead) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    template <typename Belongs>
    std::string_view take_while(const Belongs& belongs) noexcept {
        const size_t begin = at_;
        while (at_ < text_.size() && belongs(text_[at_])) {
            ++at_;
        }
        return text_.substr(begin, at_ - begin);
    }

    void skip_past(std::string_view end) noexcept {
        const size_t found = text_.find(end, at_);
        at_ = found == std::string_view::npos ? text_.size() : found + end.size();
    }

    // To the closing quote, or to the end of the line where there is none (an apostrophe in an #error).
    void skip_quoted(char quote) noexcept {
        for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
            if (text_[at_] == '\\') {
                ++at_;
            }
        }
        ++at_;
    }

    // R"delimiter( … )delimiter", from its quote.
    void skip_raw_string() noexcept {
        const size_t begin = ++at_;
        const size_t open = text_.find('(', begin);
        if (open == std::string_view::npos || open - begin > 16) {
            return;  // not a raw string: the standard allows 16 characters
        }
        const std::string_view delimiter = text_.substr(begin, open - begin);
        for (at_ = open; at_ < text_.size();) {
            skip_past(")");
            if (text_.substr((at_ < text_.size() ? at_ : text_.size()), delimiter.size()) == delimiter &&
                peek(delimiter.size()) == '"') {
                at_ += delimiter.size() + 1;
                return;
            }
        }
    }

    std::string_view text_;
    size_t at_ = 0;
};

}  // namespace indexer

#endif
