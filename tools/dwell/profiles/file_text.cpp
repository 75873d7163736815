// SPDX-License-Identifier: BSL-1.0
#include "profiles/file_text.hpp"

#include "command_error.hpp"

#include <cerrno>
#include <cstring>
#include <new>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

constexpr size_t megabyte = size_t{1} << 20U;

[[noreturn]] void fail(const std::string& path, const std::string& cause) { throw command_error(path + ": " + cause); }

class open_file {
public:
    // Not blocking: to open a FIFO would wait for whoever writes to it.
    explicit open_file(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        if (descriptor_ < 0) {
            fail(path, std::strerror(errno));
        }
    }
    ~open_file() { close(descriptor_); }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

/// What cannot hold a profile is refused by what it is, and not by what comes out of it.
mode_t kind_of(int descriptor, const std::string& path) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0) {
        fail(path, std::strerror(errno));
    }
    const mode_t kind = status.st_mode & S_IFMT;
    if (kind == S_IFDIR) {
        fail(path, std::strerror(EISDIR));
    }
    if (kind != S_IFREG && kind != S_IFIFO) {
        fail(path, "is a device, and no file");
    }
    return kind;
}

[[noreturn]] void fail_as_too_large(const std::string& path, size_t largest) {
    fail(path, "larger than " + std::to_string(largest / megabyte) + " MiB");
}

size_t size_of(int descriptor) {
    struct stat status {};
    return fstat(descriptor, &status) == 0 ? static_cast<size_t>(status.st_size) : 0;
}

}  // namespace

file_text::file_text(const std::string& path, size_t largest) {
    const open_file file(path);
    const bool is_pipe = kind_of(file.descriptor(), path) == S_IFIFO;
    try {
        const size_t expected = size_of(file.descriptor());
        if (expected > largest) {
            fail_as_too_large(path, largest);
        }
        // One byte more, so that the end of a file is seen in place.
        reserve(expected + 1);
        for (;;) {
            const ssize_t count = read(file.descriptor(), memory_ + size_, capacity_ - size_);
            if (count < 0 && errno == EAGAIN) {
                // Somebody has the pipe open and has written nothing yet.
                fcntl(file.descriptor(), F_SETFL, fcntl(file.descriptor(), F_GETFL) & ~O_NONBLOCK);
            } else if (count < 0 && errno != EINTR) {
                fail(path, std::strerror(errno));
            } else if (count == 0) {
                break;
            } else if (count > 0) {
                size_ += static_cast<size_t>(count);
            }
            if (size_ > largest) {
                fail_as_too_large(path, largest);
            }
            if (size_ == capacity_) {
                reserve(2 * capacity_);
            }
        }
        if (size_ == 0) {
            fail(path, is_pipe ? "nothing is written to this FIFO" : "the file is empty");
        }
    } catch (...) {
        give_back();
        throw;
    }
}

file_text::~file_text() { give_back(); }

void file_text::reserve(size_t capacity) {
    capacity = (capacity + megabyte - 1) / megabyte * megabyte;
    void* const moved = memory_ == nullptr
                            ? mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                            : mremap(memory_, capacity_, capacity, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED) {
        throw std::bad_alloc();
    }
    memory_ = static_cast<char*>(moved);
    capacity_ = capacity;
}

void file_text::give_back() noexcept {
    if (memory_ != nullptr) {
        munmap(memory_, capacity_);
    }
}

void file_text::forget_until(size_t offset) noexcept {
    const size_t whole = offset / megabyte * megabyte;
    if (whole > forgotten_) {
        madvise(memory_ + forgotten_, whole - forgotten_, MADV_DONTNEED);
        forgotten_ = whole;
    }
}

}  // namespace dwell::tool
