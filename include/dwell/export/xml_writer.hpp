// SPDX-License-Identifier: BSL-1.0
// Writes XML 1.0 as it goes, with no tree in memory; and pages of HTML, which may be written as XML.
#ifndef DWELL_EXPORT_XML_WRITER_HPP
#define DWELL_EXPORT_XML_WRITER_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>

#include <concepts>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Brackets and escapes are its business; that attributes come before content, and that every `begin` has its `end`, is
/// the caller's. Names of elements are the caller's own, valid, and outlive the element.
class xml_writer {
public:
    explicit xml_writer(text_writer& out) noexcept : out_(out) {}

    void declaration() { out_.text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); }

    void begin(std::string_view element) {
        close_tag();
        out_.character('<');
        out_.text(element);
        open_.push_back(element);
        is_in_tag_ = true;
    }

    /// Without content it is one tag: `<rect/>`.
    void end() {
        const std::string_view element = open_.back();
        open_.pop_back();
        if (is_in_tag_) {
            out_.text("/>");
            is_in_tag_ = false;
        } else {
            out_.text("</");
            out_.text(element);
            out_.character('>');
        }
        if (open_.empty()) {
            out_.character('\n');
        }
    }

    void attribute(std::string_view name, std::string_view value) {
        begin_attribute(name);
        escaped(value);
        out_.character('"');
    }
    template <std::integral Integer>
    void attribute(std::string_view name, Integer value) {
        begin_attribute(name);
        out_.integer(value);
        out_.character('"');
    }
    /// With at most `decimals` digits after the point; `value` is finite.
    void attribute(std::string_view name, double value, int decimals) {
        begin_attribute(name);
        out_.number(value, decimals);
        out_.character('"');
    }

    void text(std::string_view content) {
        close_tag();
        escaped(content);
    }

    /// An element with nothing but text in it.
    void element(std::string_view name, std::string_view content) {
        begin(name);
        text(content);
        end();
    }

private:
    void close_tag() {
        if (is_in_tag_) {
            out_.character('>');
            is_in_tag_ = false;
        }
    }

    void begin_attribute(std::string_view name) {
        out_.character(' ');
        out_.text(name);
        out_.text("=\"");
    }

    // Valid in an attribute, too, where a reader would make blanks of tabs and ends of lines.
    void escaped(std::string_view text) {
        while (!text.empty()) {
            const size_t length = code_point_length(text);
            const std::string_view reference = length == 1 ? reference_of(text[0]) : std::string_view();
            if (length == 0 || is_forbidden(text)) {
                out_.text(replacement_character);
            } else {
                out_.text(reference.empty() ? text.substr(0, length) : reference);
            }
            text.remove_prefix(length == 0 ? 1 : length);
        }
    }

    static std::string_view reference_of(char c) noexcept {
        switch (c) {
            case '&':
                return "&amp;";
            case '<':
                return "&lt;";
            case '>':
                return "&gt;";
            case '"':
                return "&quot;";
            case '\t':
                return "&#9;";
            case '\n':
                return "&#10;";
            case '\r':
                return "&#13;";
            default:
                return {};
        }
    }

    // What no XML 1.0 may have, not even as a reference (its section 2.2): controls, U+FFFE and U+FFFF.
    static bool is_forbidden(std::string_view text) noexcept {
        const auto byte = static_cast<unsigned char>(text[0]);
        return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || text.substr(0, 3) == "\xEF\xBF\xBE" ||
               text.substr(0, 3) == "\xEF\xBF\xBF";
    }

    text_writer& out_;
    std::vector<std::string_view> open_;
    bool is_in_tag_ = false;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
