// SPDX-License-Identifier: BSL-1.0
// Every device and stream of one runtime that has been used.
#ifndef DWELL_DEVICE_DEVICE_LIST_HPP
#define DWELL_DEVICE_DEVICE_LIST_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_state.hpp>
#include <dwell/device/device_stream.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/scope_counts.hpp>
#include <dwell/device/stream_names.hpp>
#include <dwell/record/registry.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Grows only, up to its bounds. Any thread; only what adds takes a lock.
template <event_api Api>
class device_list {
public:
    static constexpr uint32_t most_devices = 64;
    static constexpr uint32_t most_streams = 256;

    /// The stream with this identity on the calling thread's device. Null beyond a bound, and without memory.
    device_stream<Api>* find_or_add(uint64_t identity, scope_counts& counts, registry& host, bool& is_new) noexcept {
        const int number = Api::current_device();
        if (!is_within(number)) {
            return nullptr;
        }
        const typename Api::context here = Api::current_context();
        if (device_stream<Api>* const known = find(device_in(number, here), identity)) {
            return known;
        }
        const spin_guard guard(add_);
        device_state<Api>* const device = device_of(number, here);
        if (device == nullptr) {
            return nullptr;
        }
        if (device_stream<Api>* const raced = find(device, identity)) {
            return raced;
        }
        device_stream<Api>* const added = add(*device, identity, counts, host);
        is_new = added != nullptr;
        return added;
    }

    /// What is known of a device, whether or not it has been used. Null beyond the bound, and without memory.
    device_record<Api>* find_or_add_device(int number) noexcept {
        if (!is_within(number)) {
            return nullptr;
        }
        const spin_guard guard(add_);
        return record_of(number);
    }

    /// The latest; each knows the one before.
    [[nodiscard]] device_stream<Api>* first_stream() const noexcept { return streams_.load_acquire(); }

    /// Calls `use(device_record&, number)`.
    template <typename Use>
    void for_each_device(const Use& use) {
        for (uint32_t number = 0; number < most_devices; ++number) {
            if (device_record<Api>* const each = devices_[number].load_acquire(); each != nullptr) {
                use(*each, number);
            }
        }
    }

private:
    static bool is_within(int number) noexcept { return number >= 0 && static_cast<uint32_t>(number) < most_devices; }

    device_state<Api>* device_in(int number, const typename Api::context& here) const noexcept {
        const device_record<Api>* const known = devices_[number].load_acquire();
        device_state<Api>* at = known != nullptr ? known->latest.load_acquire() : nullptr;
        while (at != nullptr && (at->is_gone.load_acquire() != 0 || !Api::same_context(at->where, here))) {
            at = at->former;
        }
        return at;
    }

    device_stream<Api>* find(const device_state<Api>* device, uint64_t identity) const noexcept {
        device_stream<Api>* at = device != nullptr ? first_stream() : nullptr;
        while (at != nullptr && !at->is(*device, identity)) {
            at = at->next;
        }
        return at;
    }

    // All are made under the lock.
    device_record<Api>* record_of(int number) noexcept {
        device_record<Api>* known = devices_[number].load_acquire();
        if (known == nullptr) {
            void* const memory = allocate_zeroed(sizeof(device_record<Api>));
            if (memory == nullptr) {
                return nullptr;
            }
            known = new (memory) device_record<Api>;
            known->name = numbered_name(text_view(Api::device_name()), text_view(" "), number);
            known->label += static_cast<uint64_t>(number);
            devices_[number].store_release(known);
        }
        return known->name != nullptr ? known : nullptr;
    }

    device_state<Api>* device_of(int number, const typename Api::context& here) noexcept {
        device_state<Api>* const known = device_in(number, here);
        device_record<Api>* const device = record_of(number);
        if (known != nullptr || device == nullptr) {
            return known;
        }
        for (device_state<Api>* at = device->latest.load(); at != nullptr; at = at->former) {
            is_gone(*at);  // what it has is dropped when somebody harvests
        }
        void* const memory = allocate_zeroed(sizeof(device_state<Api>));
        if (memory == nullptr) {
            return nullptr;
        }
        auto* const fresh = new (memory) device_state<Api>(*device, here);
        fresh->former = device->latest.load();
        device->latest.store_release(fresh);
        return fresh;
    }

    device_stream<Api>* add(device_state<Api>& device, uint64_t identity, scope_counts& counts,
                            registry& host) noexcept {
        if (stream_count_ == most_streams) {
            return nullptr;
        }
        const name_record* const name = numbered_name(device.of.name->text, text_view(" stream "), ++device.of.streams);
        void* const memory = thread_log::allocate_aligned(sizeof(device_stream<Api>));
        if (memory == nullptr || name == nullptr) {
            return nullptr;
        }
        auto* const fresh = new (memory) device_stream<Api>(device, identity, counts, host);
        if (!fresh->begin(host.add_log(name), *name)) {
            return nullptr;
        }
        ++stream_count_;
        fresh->next = streams_.load();
        streams_.store_release(fresh);
        return fresh;
    }

    spin_lock add_{};
    atomic_cell<device_record<Api>*> devices_[most_devices]{};
    atomic_cell<device_stream<Api>*> streams_{};
    uint32_t stream_count_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
