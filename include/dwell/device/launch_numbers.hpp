// SPDX-License-Identifier: BSL-1.0
// Which launch of a graph was the last one, and whether its times can be told from those of another.
#ifndef DWELL_DEVICE_LAUNCH_NUMBERS_HPP
#define DWELL_DEVICE_LAUNCH_NUMBERS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Any thread.
class launch_numbers {
public:
    /// Before a launch on what `where` stands for: its number, 0 where its times may be mixed with others. Launches on
    /// one stream come one after the other, and so do those of one executable graph; else two may run at a time.
    uint32_t begin(const void* where) noexcept {
        const spin_guard guard(lock_);
        last_.fetch_add(1);
        is_mixed_ = pending_ != 0 && (is_mixed_ || where_ != where);
        where_ = where;
        ++pending_;
        return is_mixed_ ? 0 : last_.load();
    }
    /// Its times were read, or never will be.
    void end() noexcept {
        const spin_guard guard(lock_);
        --pending_;
    }

    /// From here on the times are those of no launch that has begun.
    void outdate() noexcept { last_.fetch_add(1); }

    /// Whether the times, as they were read until now, are those of this launch.
    [[nodiscard]] bool is_last(uint32_t number) const noexcept { return last_.load_acquire() == number; }

private:
    spin_lock lock_;
    bool is_mixed_ = false;
    uint32_t pending_ = 0;
    const void* where_ = nullptr;
    atomic_cell<uint32_t> last_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
