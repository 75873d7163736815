// SPDX-License-Identifier: BSL-1.0
// What an exporter or the reader returns: success, or a message for a person.
#ifndef DWELL_EXPORT_STATUS_HPP
#define DWELL_EXPORT_STATUS_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN

/// Whether an export was written whole. Converts to true on success; otherwise `message()` says what failed.
class [[nodiscard]] export_status {
public:
    /// Success.
    export_status() noexcept = default;
    [[nodiscard]] static export_status failure(std::string message) {
        export_status status;
        status.ok_ = false;
        status.message_ = std::move(message);
        return status;
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    explicit operator bool() const noexcept { return ok_; }
    /// Empty on success.
    [[nodiscard]] const std::string& message() const noexcept { return message_; }

private:
    bool ok_ = true;
    std::string message_;
};

/// Whether a profile was read. Converts to true on success; otherwise `message()` says what is wrong, and where.
class [[nodiscard]] read_status {
public:
    /// Success.
    read_status() noexcept = default;
    [[nodiscard]] static read_status failure(std::string message, size_t offset = 0) {
        read_status status;
        status.ok_ = false;
        status.message_ = std::move(message);
        status.offset_ = offset;
        return status;
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    explicit operator bool() const noexcept { return ok_; }
    /// Empty on success.
    [[nodiscard]] const std::string& message() const noexcept { return message_; }
    /// Where in the input the reader gave up, in bytes from its begin.
    [[nodiscard]] size_t offset() const noexcept { return offset_; }

private:
    bool ok_ = true;
    size_t offset_ = 0;
    std::string message_;
};

DWELL_NAMESPACE_END

#endif
