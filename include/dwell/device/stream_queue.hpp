// SPDX-License-Identifier: BSL-1.0
// What was put on a stream and has not been seen to be completed: the begins and ends of its scopes, in their order.
#ifndef DWELL_DEVICE_STREAM_QUEUE_HPP
#define DWELL_DEVICE_STREAM_QUEUE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/event_pool.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class mark_state : unsigned char {
    recorded,  ///< on the stream
    captured,  ///< not, since the stream captured then: nothing will complete
    refused,   ///< not, since the runtime said so
};

/// The begin or the end of a scope.
template <event_api Api>
struct stream_mark {
    typename Api::event at{};
    const name_record* name = nullptr;  ///< null for an end
    uint64_t serial = 0;                ///< of the scope
    uint64_t host_ticks = 0;            ///< when the host recorded it
    mark_state state = mark_state::refused;
};

/// A ring that one thread at a time appends to, and one at a time takes from: the one may be in the middle of it while
/// the other is.
template <event_api Api>
class stream_queue {
public:
    /// Each mark has an event of the pool, so there is always room.
    static constexpr uint64_t capacity = event_pool<Api>::capacity;

    /// False where there is no memory.
    bool begin() noexcept {
        marks_ = static_cast<stream_mark<Api>*>(allocate_zeroed(capacity * sizeof(stream_mark<Api>)));
        return marks_ != nullptr;
    }

    void append(const stream_mark<Api>& mark) noexcept {
        const uint64_t end = end_.load();
        marks_[end % capacity] = mark;
        end_.store_release(end + 1);
    }

    /// The oldest; null where there is none.
    [[nodiscard]] const stream_mark<Api>* oldest() const noexcept {
        const uint64_t first = first_.load();
        return first != end_.load_acquire() ? &marks_[first % capacity] : nullptr;
    }
    void drop_oldest() noexcept { first_.store_release(first_.load() + 1); }

private:
    stream_mark<Api>* marks_ = nullptr;
    atomic_cell<uint64_t> first_{};
    atomic_cell<uint64_t> end_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
