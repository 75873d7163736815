// SPDX-License-Identifier: BSL-1.0
// The buffer between an exporter and its sink: text and numbers in, blocks out, the first failure remembered.
#ifndef DWELL_EXPORT_TEXT_WRITER_HPP
#define DWELL_EXPORT_TEXT_WRITER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>

#include <charconv>
#include <concepts>
#include <cstring>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Streams into any sink. After a failure nothing more reaches the sink, and `finish` reports it. Numbers never depend
/// on the locale. Exporters take one of these, so that none is compiled again for every type of sink.
class text_writer {
public:
    template <sink Sink>
    explicit text_writer(Sink& out) noexcept
        : sink_(&out), write_([](void* target, const char* data, size_t size) {
              const users_work theirs;
              return write_to(*static_cast<Sink*>(target), data, size);
          }) {}
    text_writer(const text_writer&) = delete;
    text_writer& operator=(const text_writer&) = delete;

    void text(std::string_view bytes) {
        if (bytes.empty()) {
            return;  // its address may be null, which memcpy does not take
        }
        if (bytes.size() > sizeof(buffer_) - used_) {
            flush();
            if (bytes.size() > sizeof(buffer_)) {
                pass_on(bytes.data(), bytes.size());
                return;
            }
        }
        std::memcpy(buffer_ + used_, bytes.data(), bytes.size());
        used_ += bytes.size();
    }

    void character(char c) {
        if (used_ == sizeof(buffer_)) {
            flush();
        }
        buffer_[used_++] = c;
    }

    void repeat(char c, size_t times) {
        for (; times > 0; --times) {
            character(c);
        }
    }

    template <std::integral Integer>
    void integer(Integer value) {
        format(value);
    }

    /// The shortest text that reads back as the same value; `value` is finite.
    void number(double value) { format(value); }

    /// With at most `decimals` digits after the point and no zeros at their end; `value` is finite. A value too large
    /// for a fraction to mean anything is written as `number` does.
    void number(double value, int decimals) {
        if (value >= 1e15 || value <= -1e15) {
            number(value);
            return;
        }
        char* const begin = room();
        char* end = std::to_chars(begin, begin + longest_number, value, std::chars_format::fixed, decimals).ptr;
        if (decimals > 0) {
            while (end[-1] == '0') {
                --end;
            }
            end -= end[-1] == '.' ? 1 : 0;
        }
        used_ += static_cast<size_t>(end - begin);
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }

    /// Hands the rest to the sink and says whether all of it was taken.
    [[nodiscard]] export_status finish() {
        flush();
        if (ok_) {
            return {};
        }
        return export_status::failure("the sink failed after " + std::to_string(taken_) + " bytes");
    }

private:
    own_work not_the_users_;  // what an exporter allocates while it has a writer
    static constexpr size_t longest_number = 64;

    template <typename Number>
    void format(Number value) {
        char* const begin = room();
        used_ += static_cast<size_t>(std::to_chars(begin, begin + longest_number, value).ptr - begin);
    }

    char* room() {
        if (sizeof(buffer_) - used_ < longest_number) {
            flush();
        }
        return buffer_ + used_;
    }

    void flush() {
        if (used_ != 0) {
            pass_on(buffer_, used_);
        }
        used_ = 0;
    }

    void pass_on(const char* data, size_t size) {
        if (ok_ && write_(sink_, data, size)) {
            taken_ += size;
        } else {
            ok_ = false;
        }
    }

    void* sink_;
    bool (*write_)(void* sink, const char* data, size_t size);
    bool ok_ = true;
    uint64_t taken_ = 0;
    size_t used_ = 0;
    char buffer_[8192];
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
