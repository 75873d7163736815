// SPDX-License-Identifier: BSL-1.0
// Writes JSON (RFC 8259) as it goes, with no tree in memory.
#ifndef DWELL_EXPORT_JSON_WRITER_HPP
#define DWELL_EXPORT_JSON_WRITER_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/stats/floating.hpp>

#include <concepts>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Where JSON is to stand.
enum class json_place {
    file,
    /// In a <script> element of a page: nothing in a text can end it, or be taken for a tag or a line's end by whatever
    /// reads the page (`<`, `>`, `&`, U+2028 and U+2029 are escaped). A reader of JSON sees no difference.
    page,
};

/// Commas, line ends and escapes are its business; that every `begin` has its `end`, and every member its key, is the
/// caller's. Elements of the outer two levels each take a line, so that a person can read the file and `diff` it.
class json_writer {
public:
    explicit json_writer(text_writer& out, json_place place = json_place::file) noexcept
        : out_(out), is_in_page_(place == json_place::page) {}

    void begin_object() { begin('{'); }
    void end_object() { end('}'); }
    void begin_array() { begin('['); }
    void end_array() { end(']'); }

    void key(std::string_view name) {
        separate();
        quoted(name);
        out_.character(':');
        after_key_ = true;
    }

    /// Any integer is written in full, also above 2^53, where some readers round it to a double.
    template <std::integral Integer>
    void value(Integer number) {
        separate();
        out_.integer(number);
    }
    void value(bool truth) { literal(truth ? "true" : "false"); }
    void value(std::string_view text) {
        separate();
        quoted(text);
    }
    void value(const char* text) { value(std::string_view(text)); }
    /// JSON has no NaN and no infinity: they become null.
    void value(double number) {
        if (begin_number(number)) {
            out_.number(number);
        }
    }
    /// With at most `decimals` digits after the point.
    void value(double number, int decimals) {
        if (begin_number(number)) {
            out_.number(number, decimals);
        }
    }
    void null() { literal("null"); }

    template <typename Value>
    void member(std::string_view name, const Value& content) {
        key(name);
        value(content);
    }
    void member(std::string_view name, double number, int decimals) {
        key(name);
        value(number, decimals);
    }

    /// A JSON value that the caller has formatted.
    template <typename Write>
    void formatted(Write&& write) {
        separate();
        write(out_);
    }

private:
    static constexpr unsigned broken_levels = 2;

    void begin(char bracket) {
        separate();
        out_.character(bracket);
        ++depth_;
        is_first_ = true;
    }

    void end(char bracket) {
        --depth_;
        if (!is_first_ && depth_ < broken_levels) {
            break_line();
        }
        out_.character(bracket);
        is_first_ = false;
        if (depth_ == 0) {
            out_.character('\n');
        }
    }

    // What stands between the last thing written and the next.
    void separate() {
        if (after_key_) {
            after_key_ = false;
            is_first_ = false;
            return;
        }
        if (!is_first_) {
            out_.character(',');
        }
        if (depth_ > 0 && depth_ <= broken_levels) {
            break_line();
        }
        is_first_ = false;
    }

    void break_line() {
        out_.character('\n');
        out_.repeat(' ', depth_);
    }

    void literal(std::string_view word) {
        separate();
        out_.text(word);
    }

    bool begin_number(double number) {
        const bool can_be_written = is_finite(number);
        literal(can_be_written ? "" : "null");
        return can_be_written;
    }

    void quoted(std::string_view text) {
        out_.character('"');
        size_t plain = 0;
        while (plain < text.size()) {
            const auto byte = static_cast<unsigned char>(text[plain]);
            if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\' && !(is_in_page_ && is_markup(byte))) {
                ++plain;
                continue;
            }
            out_.text(text.substr(0, plain));
            text.remove_prefix(plain);
            text.remove_prefix(special(text));
            plain = 0;
        }
        out_.text(text);
        out_.character('"');
    }

    static bool is_markup(unsigned char byte) noexcept { return byte == '<' || byte == '>' || byte == '&'; }

    // Writes the character that `text` begins with, and returns how many bytes it took of it.
    size_t special(std::string_view text) {
        constexpr const char* hex = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(text[0]);
        if (byte == '"' || byte == '\\') {
            out_.character('\\');
            out_.character(text[0]);
            return 1;
        }
        if (byte < 0x20 || byte == 0x7f || (is_in_page_ && is_markup(byte))) {
            out_.text("\\u00");
            out_.character(hex[byte >> 4U]);
            out_.character(hex[byte & 15U]);
            return 1;
        }
        const size_t length = code_point_length(text);
        if (is_in_page_ && length == 3 &&
            (text.substr(0, 3) == "\xE2\x80\xA8" || text.substr(0, 3) == "\xE2\x80\xA9")) {
            out_.text(text[2] == '\xA8' ? "\\u2028" : "\\u2029");
            return length;
        }
        out_.text(length == 0 ? replacement_character : text.substr(0, length));
        return length == 0 ? 1 : length;
    }

    text_writer& out_;
    bool is_in_page_;
    unsigned depth_ = 0;
    bool is_first_ = true;
    bool after_key_ = false;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
