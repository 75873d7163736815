// SPDX-License-Identifier: BSL-1.0
// Reads the fields of a message of Protocol Buffers, whatever they mean.
#ifndef DWELL_TESTS_SUPPORT_PROTOBUF_FIELDS_HPP
#define DWELL_TESTS_SUPPORT_PROTOBUF_FIELDS_HPP

#include "support/catch.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace test {

inline std::uint64_t take_varint(const std::string& bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        REQUIRE(at < bytes.size());
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    FAIL("a varint of more than ten bytes");
    return 0;
}

inline std::vector<std::uint64_t> packed_varints(const std::string& bytes) {
    std::vector<std::uint64_t> values;
    for (std::size_t at = 0; at < bytes.size();) {
        values.push_back(take_varint(bytes, at));
    }
    return values;
}

/// The fields in the order of the file: integers, and what has a length.
class protobuf_fields {
public:
    explicit protobuf_fields(const std::string& bytes) {
        for (std::size_t at = 0; at < bytes.size();) {
            const std::uint64_t tag = take_varint(bytes, at);
            field read{tag >> 3U, 0, ""};
            const std::uint64_t value = take_varint(bytes, at);
            if ((tag & 7U) == 2) {
                REQUIRE(value <= bytes.size() - at);
                read.content = bytes.substr(at, value);
                at += value;
            } else {
                REQUIRE((tag & 7U) == 0);
                read.value = value;
            }
            fields_.push_back(read);
        }
    }

    /// The last of this number; 0 where there is none.
    std::uint64_t integer(std::uint64_t number) const {
        std::uint64_t value = 0;
        for (const field& one : fields_) {
            value = one.number == number ? one.value : value;
        }
        return value;
    }
    std::vector<std::string> all(std::uint64_t number) const {
        std::vector<std::string> contents;
        for (const field& one : fields_) {
            if (one.number == number) {
                contents.push_back(one.content);
            }
        }
        return contents;
    }

private:
    struct field {
        std::uint64_t number;
        std::uint64_t value;
        std::string content;
    };
    std::vector<field> fields_;
};

}  // namespace test

#endif
