// SPDX-License-Identifier: BSL-1.0
// Where an exporter's bytes go: anything with `write`, and two sinks of our own, a string and a C stdio file.
#ifndef DWELL_EXPORT_SINK_HPP
#define DWELL_EXPORT_SINK_HPP

#include <dwell/core/config.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <string>
#include <type_traits>

DWELL_NAMESPACE_BEGIN

/// Anything with `write(const char*, n)` whose result, if it has one, converts to true for success. std::ostream is
/// one, and so is a class of the user's own with that one function.
template <typename T>
concept sink = requires(T& out, const char* data, std::ptrdiff_t size) {
    out.write(data, size);
    requires std::is_void_v<decltype(out.write(data, size))> || requires { static_cast<bool>(out.write(data, size)); };
};

namespace detail {

template <sink Sink>
[[nodiscard]] bool write_to(Sink& out, const char* data, size_t size) {
    const auto call = [&]() -> decltype(auto) {
        // Narrowing in braces does not compile: this finds the sinks, such as std::ostream, that take a signed size.
        if constexpr (requires { out.write(data, {size}); }) {
            return out.write(data, size);
        } else {
            return out.write(data, static_cast<std::ptrdiff_t>(size));
        }
    };
    if constexpr (std::is_void_v<decltype(call())>) {
        call();
        return true;
    } else {
        return static_cast<bool>(call());
    }
}

}  // namespace detail

/// Collects the bytes in memory.
class string_sink {
public:
    void write(const char* data, size_t size) { text_.append(data, size); }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

/// Writes to a file by C stdio, in binary mode: a line ends in one LF on every system. Not copyable.
class file_sink {
public:
    /// Makes the file, or empties the one that is there. `mode` is that of `fopen`. See `is_open`.
    explicit file_sink(const char* path, const char* mode = "wb") noexcept : file_(std::fopen(path, mode)) {
        note_error(file_ == nullptr);
    }
    /// Takes over a stream that is open for writing, or null with the reason in `errno`.
    explicit file_sink(std::FILE* stream) noexcept : file_(stream) { note_error(file_ == nullptr); }
    ~file_sink() {
        if (file_ != nullptr) {
            std::fclose(file_);
        }
    }
    file_sink(const file_sink&) = delete;
    file_sink& operator=(const file_sink&) = delete;

    [[nodiscard]] bool is_open() const noexcept { return file_ != nullptr; }

    [[nodiscard]] bool write(const char* data, size_t size) noexcept {
        if (file_ == nullptr) {
            return false;
        }
        errno = 0;
        const bool whole = std::fwrite(data, 1, size, file_) == size;
        note_error(!whole);
        return whole;
    }

    /// Hands everything to the system and closes the file. A full disk may show only here: false then.
    [[nodiscard]] bool close() noexcept {
        if (file_ == nullptr) {
            return false;
        }
        errno = 0;
        const bool flushed = std::fflush(file_) == 0;
        note_error(!flushed);
        const bool closed = std::fclose(file_) == 0;
        note_error(!closed);
        file_ = nullptr;
        return flushed && closed && error_ == 0;
    }

    /// The `errno` of the first failure; 0 where nothing failed.
    [[nodiscard]] int error() const noexcept { return error_; }

private:
    void note_error(bool failed) noexcept {
        if (failed && error_ == 0) {
            error_ = errno != 0 ? errno : EIO;
        }
    }

    // Before file_, whose initialiser may note an error.
    int error_ = 0;
    std::FILE* file_;
};

DWELL_NAMESPACE_END

#endif
