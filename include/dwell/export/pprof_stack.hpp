// SPDX-License-Identifier: BSL-1.0
// The call path at which a walk through a profile stands, as samples of a pprof file have it.
#ifndef DWELL_EXPORT_PPROF_STACK_HPP
#define DWELL_EXPORT_PPROF_STACK_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/protobuf_writer.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The identifiers of the open call paths as a packed list, the innermost first: it grows at its front.
class pprof_stack {
public:
    void push(uint64_t location) {
        const size_t size = varint_size(location);
        if (size > begin_) {
            const size_t more = bytes_.size() + longest_varint;
            bytes_.insert(0, more, '\0');
            begin_ += more;
        }
        begin_ -= size;
        put_varint(&bytes_[begin_], location);
    }
    /// `location` is the one that was pushed last.
    void pop(uint64_t location) noexcept { begin_ += varint_size(location); }
    [[nodiscard]] std::string_view packed() const noexcept { return std::string_view(bytes_).substr(begin_); }

private:
    std::string bytes_;
    size_t begin_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
