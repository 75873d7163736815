// SPDX-License-Identifier: BSL-1.0
// The wire format of Protocol Buffers, written as it goes, with no tree in memory.
#ifndef DWELL_EXPORT_PROTOBUF_WRITER_HPP
#define DWELL_EXPORT_PROTOBUF_WRITER_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/text_writer.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline constexpr size_t longest_varint = 10;

/// Writes seven bits a byte, the lowest first, and returns the end.
constexpr char* put_varint(char* to, uint64_t value) noexcept {
    for (; value >= 0x80; value >>= 7U) {
        *to++ = static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    }
    *to++ = static_cast<char>(value);
    return to;
}

[[nodiscard]] constexpr size_t varint_size(uint64_t value) noexcept {
    size_t size = 1;
    for (; value >= 0x80; value >>= 7U) {
        ++size;
    }
    return size;
}

/// Writes what begins a field whose content is so many bytes, and returns the end.
constexpr char* put_length(char* to, uint32_t field, size_t size) noexcept {
    return put_varint(put_varint(to, uint64_t{field} << 3U | 2U), size);
}

/// Fields collected in memory, since what encloses them begins with their size. Small, and used again after `clear`.
/// A field may come more than once: a reader takes all of a repeated one, and the last of another.
class protobuf_message {
public:
    void clear() noexcept { bytes_.clear(); }
    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

    /// An integer, a bool or an enumerator. Nothing for 0, which a reader takes where a field is missing.
    void integer(uint32_t field, uint64_t value) {
        if (value != 0) {
            char begin[2 * longest_varint];
            bytes_.append(begin, put_varint(put_varint(begin, uint64_t{field} << 3U), value));
        }
    }

    /// A string, or a message or a list of integers in the packed form that is encoded already.
    void bytes(uint32_t field, std::string_view content) {
        char begin[2 * longest_varint];
        bytes_.append(begin, put_length(begin, field, content.size()));
        bytes_.append(content);
    }
    void message(uint32_t field, const protobuf_message& content) { bytes(field, content.bytes()); }

private:
    std::string bytes_;
};

/// The outermost message: what it is given is gone from memory with the buffer of `out`.
class protobuf_writer {
public:
    explicit protobuf_writer(text_writer& out) noexcept : out_(out) {}

    void bytes(uint32_t field, std::string_view content) {
        char begin[2 * longest_varint];
        out_.text(std::string_view(begin, static_cast<size_t>(put_length(begin, field, content.size()) - begin)));
        out_.text(content);
    }
    void message(uint32_t field, const protobuf_message& content) { bytes(field, content.bytes()); }

    /// Takes collected fields for its own.
    void fields(const protobuf_message& content) { out_.text(content.bytes()); }

private:
    text_writer& out_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
