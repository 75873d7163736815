// SPDX-License-Identifier: BSL-1.0
// Reads JSON (RFC 8259) value by value, as the caller asks for them: no tree, no exceptions, no recursion that the
// input can drive.
#ifndef DWELL_EXPORT_JSON_READER_HPP
#define DWELL_EXPORT_JSON_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_number.hpp>
#include <dwell/export/utf8.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Is told how far the text was read: nothing before that is read again, so that its memory may be given back.
struct text_progress {
    void (*passed)(void* context, size_t offset) = nullptr;
    void* context = nullptr;
};

/// Every function reads one value and returns true, or notes the first error and where it is, and returns false; after
/// an error all return false. Memory is that of the strings asked for.
class json_reader {
public:
    explicit json_reader(std::string_view text, text_progress progress = {}) noexcept
        : text_(text), progress_(progress) {}

    [[nodiscard]] bool ok() const noexcept { return error_.empty(); }
    [[nodiscard]] const std::string& error() const noexcept { return error_; }
    /// Where the error is, or what is read next.
    [[nodiscard]] size_t offset() const noexcept { return ok() ? at_ : error_offset_; }

    /// How much of the text is not read yet.
    [[nodiscard]] size_t bytes_left() const noexcept { return text_.size() - at_; }

    /// Where the key that was read last begins.
    [[nodiscard]] size_t key_offset() const noexcept { return key_offset_; }

    /// Tells whoever wants to know how far the text was read.
    void tell_progress() const {
        if (progress_.passed != nullptr && ok()) {
            progress_.passed(progress_.context, at_);
        }
    }

    /// Goes to what is read next, which begins at `offset()` then. Its first character; 0 at the end.
    char peek() noexcept {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
            ++at_;
        }
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    /// Notes an error of the caller's, at the place read last; false.
    bool fail(std::string message) { return fail_at(at_, std::move(message)); }
    bool fail_at(size_t offset, std::string message) {
        if (ok()) {
            error_ = std::move(message);
            error_offset_ = offset;
            text_ = {};  // nothing more can be read
            at_ = 0;
        }
        return false;
    }

    /// Calls `member(key)` for each member; it reads the value, and returns false after an error that it noted.
    template <typename Member>
    bool object(const Member& member) {
        return container('{', '}', "an object", [&] {
            std::string key;
            peek();
            key_offset_ = at_;
            return string(key) && punctuation(':') && member(std::string_view(key));
        });
    }

    /// Calls `element()` for each element; it reads the value, and returns false after an error that it noted.
    template <typename Element>
    bool array(const Element& element) {
        return container('[', ']', "an array", element);
    }

    bool string(std::string& result) {
        result.clear();
        if (peek() != '"') {
            return expected("a string");
        }
        ++at_;
        for (;;) {
            const size_t plain = plain_length();
            result.append(text_.substr(at_, plain));
            at_ += plain;
            if (at_ == text_.size()) {
                return expected("the end of a string");
            }
            if (text_[at_] == '"') {
                ++at_;
                return true;
            }
            if (text_[at_] != '\\') {
                return fail(static_cast<unsigned char>(text_[at_]) < 0x20 ? "a control character in a string"
                                                                          : "bytes that are not UTF-8");
            }
            if (!escape(result)) {
                return false;
            }
        }
    }

    /// An integer from 0 to 2^64 - 1, with neither fraction nor exponent.
    bool integer(uint64_t& result) { return decimal(result); }
    bool integer(uint32_t& result) { return decimal(result); }
    bool integer(int64_t& result) { return decimal(result); }

    /// An integer from 0 to 2^128 - 1.
    bool wide_integer(uint64_t& high, uint64_t& low) {
        const std::string_view digits = number_text();
        if (!parse_wide_integer(digits, high, low)) {
            return expected("an integer from 0 to 2^128 - 1");
        }
        at_ += digits.size();
        return true;
    }

    /// Any finite number.
    bool number(double& result) {
        const std::string_view token = number_text();
        const auto parsed = std::from_chars(token.data(), token.data() + token.size(), result);
        if (token.empty() || parsed.ec != std::errc() || parsed.ptr != token.data() + token.size()) {
            return expected("a number that a double can hold");
        }
        at_ += token.size();
        return true;
    }

    bool boolean(bool& result) {
        result = peek() == 't';
        return word("true") || word("false") || expected("true or false");
    }

    /// Whether the next value is null; it is read then. No error where it is another.
    [[nodiscard]] bool take_null() { return word("null"); }

    /// Reads any value and forgets it.
    bool skip() {
        switch (peek()) {
            case '{':
                return object([this](std::string_view) { return skip(); });
            case '[':
                return array([this] { return skip(); });
            case '"': {
                std::string ignored;
                return string(ignored);
            }
            default:
                break;
        }
        if (word("true") || word("false") || word("null")) {
            return true;
        }
        const size_t size = number_text().size();
        at_ += size;
        return size != 0 || expected("a value");
    }

    /// Whether nothing but white space is left.
    bool end() {
        peek();
        return ok() && (at_ == text_.size() || expected("the end of the text"));
    }

private:
    // More than any profile has; each level takes a few hundred bytes of stack.
    static constexpr unsigned deepest = 64;

    bool expected(const char* what) { return fail(std::string("expected ") + what); }

    bool punctuation(char wanted) {
        if (peek() != wanted) {
            return fail(std::string("expected '") + wanted + "'");
        }
        ++at_;
        return true;
    }

    template <typename Item>
    bool container(char open, char close, const char* what, const Item& item) {
        if (peek() != open) {
            return expected(what);
        }
        if (depth_ == deepest) {
            return fail("nested deeper than 64 levels");
        }
        ++at_;
        ++depth_;
        if (peek() == close) {
            ++at_;
        } else {
            for (bool more = true; more;) {
                if (!item()) {
                    return false;
                }
                more = peek() == ',';
                if (!more && peek() != close) {
                    return fail(std::string("expected ',' or '") + close + "'");
                }
                ++at_;
            }
        }
        --depth_;
        return true;
    }

    bool word(std::string_view wanted) {
        peek();
        if (text_.substr(at_, wanted.size()) != wanted) {
            return false;
        }
        at_ += wanted.size();
        return true;
    }

    // The bytes from here that a string holds as they are.
    [[nodiscard]] size_t plain_length() const noexcept {
        size_t end = at_;
        while (end < text_.size() && text_[end] != '"' && text_[end] != '\\') {
            const auto byte = static_cast<unsigned char>(text_[end]);
            const size_t length = byte < 0x20 ? 0 : byte < 0x80 ? 1 : code_point_length(text_.substr(end));
            if (length == 0) {
                break;
            }
            end += length;
        }
        return end - at_;
    }

    bool escape(std::string& result) {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const size_t which = at_ + 1 < text_.size() ? letters.find(text_[at_ + 1]) : std::string_view::npos;
        if (which != std::string_view::npos) {
            result += meanings[which];
            at_ += 2;
            return true;
        }
        uint32_t code_point = 0;
        if (!code_unit(code_point)) {
            return false;
        }
        if (code_point >= 0xD800 && code_point < 0xDC00) {
            uint32_t low = 0;
            if (!code_unit(low)) {
                return false;
            }
            if (low < 0xDC00 || low > 0xDFFF) {
                return fail("half a surrogate pair");
            }
            code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (low - 0xDC00);
        } else if (code_point >= 0xDC00 && code_point < 0xE000) {
            return fail("half a surrogate pair");
        }
        append_code_point(result, code_point);
        return true;
    }

    // \uXXXX
    bool code_unit(uint32_t& result) {
        const std::string_view token = text_.substr(at_, 6);
        if (token.size() < 6 || token[0] != '\\' || token[1] != 'u' ||
            token.find_first_not_of("0123456789abcdefABCDEF", 2) != std::string_view::npos) {
            return fail("no valid escape in a string");
        }
        std::from_chars(token.data() + 2, token.data() + 6, result, 16);
        at_ += 6;
        return true;
    }

    // The number that begins here, or nothing.
    [[nodiscard]] std::string_view number_text() noexcept {
        peek();
        return text_.substr(at_, json_number_length(text_.substr(at_)));
    }

    template <typename Integer>
    bool decimal(Integer& result) {
        const std::string_view token = number_text();
        const auto parsed = std::from_chars(token.data(), token.data() + token.size(), result);
        if (token.empty() || parsed.ec != std::errc() || parsed.ptr != token.data() + token.size()) {
            return expected(sizeof(Integer) == 4       ? "an integer of 32 bits"
                            : Integer(-1) < Integer(0) ? "an integer of 64 bits"
                                                       : "an integer from 0 to 2^64 - 1");
        }
        at_ += token.size();
        return true;
    }

    std::string_view text_;
    text_progress progress_;
    size_t at_ = 0;
    size_t key_offset_ = 0;
    size_t error_offset_ = 0;
    unsigned depth_ = 0;
    std::string error_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
