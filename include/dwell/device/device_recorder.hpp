// SPDX-License-Identifier: BSL-1.0
// Every device and stream of one runtime: opens and closes scopes on them, and harvests those that have completed.
#ifndef DWELL_DEVICE_DEVICE_RECORDER_HPP
#define DWELL_DEVICE_DEVICE_RECORDER_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_stream.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/scope_counts.hpp>
#include <dwell/device/stream_names.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <event_api Api>
struct device_table {
    static constexpr uint32_t capacity = 64;
    atomic_cell<device_state<Api>*> at[capacity]{};
};

/// Recording with one runtime, into the logs of one recorder. Nothing here waits for a device. Any thread.
template <event_api Api, typename Recorder>
class DWELL_EXPORT device_recorder {
public:
    using event = typename Api::event;
    using stream = typename Api::stream;
    static constexpr uint32_t most_streams = 256;

    /// A scope that is open; `on` is null where it is not recorded.
    struct open_scope {
        device_stream<Api>* on = nullptr;
        stream handle{};
        event end{};
        uint64_t serial = 0;
    };

    static open_scope open(const name_record* name, stream on) noexcept {
        if (name == nullptr || !is_recording()) {
            return {};
        }
        counts_.count_opened();
        if (is_shut_.load() != 0 || !has_device()) {
            return drop(drop_reason::no_device);
        }
        const own_work not_the_users;
        const typename Api::calls calls;
        if (Api::is_capturing(on)) {
            return drop(drop_reason::capturing);
        }
        device_stream<Api>* const where = find_or_add(on);
        if (where == nullptr) {
            return drop(drop_reason::no_stream);
        }
        if (!where->device().clock.is_usable()) {
            where->device().clock.begin(Recorder::all());
        }
        open_scope opened{where, on, {}, 0};
        event first{};
        if (!take_events(*where, first, opened.end, calls)) {
            return drop(drop_reason::no_event);
        }
        opened.serial = where->begin_scope(on, first, *name);
        if (opened.serial == 0) {
            where->device().pool.give_back(opened.end);
            where->device().pool.discard(first);
            return drop(drop_reason::failed);
        }
        return opened;
    }

    static void close(const open_scope& opened) noexcept {
        if (opened.on == nullptr || is_shut_.load() != 0) {
            return;
        }
        const own_work not_the_users;
        const typename Api::calls calls;
        opened.on->end_scope(opened.handle, opened.end, opened.serial, Api::is_capturing(opened.handle));
    }

    /// Records what has completed. Waits for another thread that does the same, never for a device.
    static void harvest() noexcept {
        if (is_shut_.load() != 0 || streams_.load_acquire() == nullptr) {
            return;
        }
        const own_work not_the_users;
        const typename Api::calls calls;
        if (calls.has_users_error()) {
            return;  // another time: a call of dwell's that fails would take its place
        }
        for (device_stream<Api>* each = streams_.load_acquire(); each != nullptr; each = each->next) {
            each->device().clock.renew(Recorder::all());
            each->harvest(uint64_max, true);
        }
    }

    /// Names a stream in the profile, in place of "GPU 0 stream 1".
    static void set_stream_name(stream on, text_view name) noexcept {
        if (is_shut_.load() != 0 || !is_recording() || !has_device()) {
            return;
        }
        const typename Api::calls calls;
        const name_record* const record = all_names.runtime_name(name);
        device_stream<Api>* const where = record != nullptr ? find_or_add(on) : nullptr;
        if (where != nullptr) {
            where->set_name(*record);
        }
    }

    /// Records what has completed and drops the rest. From here on nothing is recorded, nor asked of the runtime: it
    /// may be gone.
    static void shut() noexcept {
        harvest();
        is_shut_.store_release(1);
        for (device_stream<Api>* each = streams_.load_acquire(); each != nullptr; each = each->next) {
            each->give_up();
        }
    }

    static scope_counts& counts() noexcept { return counts_; }

    /// A source of a snapshot.
    static void read(source_sink& sink) {
        harvest();
        if (counts_.opened() == 0) {
            return;
        }
        if (const char* const reason = why_no_device_.load_acquire(); reason != nullptr) {
            sink.fact("gpu.scopes", reason);
        }
        counts_.read_into(sink);
        for (device_stream<Api>* each = streams_.load_acquire(); each != nullptr; each = each->next) {
            each->usage().read_into(sink, each->name());
        }
    }
    /// Its key in the list of sources.
    static uint64_t key() noexcept { return reinterpret_cast<uintptr_t>(&counts_); }

private:
    static open_scope drop(drop_reason why) noexcept {
        counts_.count_dropped(why);
        return {};
    }

    static bool has_device() noexcept {
        if (is_started_.load_acquire() == 0) {
            start();
        }
        return why_no_device_.load_acquire() == nullptr && is_recording();  // the environment may have said not to
    }

    DWELL_COLD static void start() noexcept {
        const spin_guard guard(add_);
        if (is_started_.load_acquire() != 0) {
            return;
        }
        start_process();
        const typename Api::calls calls;
        const char* reason = "";
        if (Api::device_count(reason) <= 0) {
            why_no_device_.store_release(no_device_text(reason));
        } else {
            run_at_exit(shut);  // after the runtime has registered what it does then, so before that is done
            run_around_fork(nullptr, nullptr, shut_in_child);
        }
        is_started_.store_release(1);
    }

    // Never freed.
    static const char* no_device_text(text_view reason) noexcept {
        const text_view begin("no device: ");
        auto* const text = static_cast<char*>(allocate_zeroed(begin.size + reason.size + 1));
        if (text == nullptr) {
            return "no device";
        }
        copy_bytes(text, begin.data, begin.size);
        copy_bytes(text + begin.size, reason.data, reason.size);
        return text;
    }

    // A runtime such as CUDA's does not work in a child. No lock is taken there once this is set.
    static void shut_in_child() noexcept {
        is_shut_.store_release(1);
        counts_.restart();
        for (device_stream<Api>* each = streams_.load_acquire(); each != nullptr; each = each->next) {
            each->usage().restart();
        }
    }

    // Where the pool is short, what has completed gives some back: a few are looked at, so that no scope takes long.
    static bool take_events(device_stream<Api>& where, event& first, event& second,
                            const typename Api::calls& calls) noexcept {
        constexpr uint64_t marks_at_once = 16;
        event_pool<Api>& pool = where.device().pool;
        if (pool.is_short() && !calls.has_users_error()) {
            where.device().clock.renew(Recorder::all());  // nobody else may, for as long as no snapshot is taken
            where.harvest(marks_at_once, false);
        }
        if (pool.take_two(first, second)) {
            return true;
        }
        constexpr uint64_t spacing = 64;  // of scopes that look at the other streams, too
        if (counts_.dropped(drop_reason::no_event) % spacing == 0 && !calls.has_users_error()) {
            for (device_stream<Api>* each = streams_.load_acquire(); each != nullptr; each = each->next) {
                each->harvest(marks_at_once, false);
            }
            return pool.take_two(first, second);
        }
        return false;
    }

    static device_stream<Api>* find_or_add(stream on) noexcept {
        const int number = Api::current_device();
        if (number < 0 || static_cast<uint32_t>(number) >= device_table<Api>::capacity) {
            return nullptr;
        }
        const uint64_t identity = Api::stream_identity(on);
        if (device_stream<Api>* const known = find(devices_.at[number].load_acquire(), identity)) {
            return known;
        }
        const spin_guard guard(add_);
        device_state<Api>* const device = device_of(number);
        if (device == nullptr) {
            return nullptr;
        }
        device_stream<Api>* const raced = find(device, identity);
        return raced != nullptr ? raced : add(*device, identity);
    }

    static device_stream<Api>* find(const device_state<Api>* device, uint64_t identity) noexcept {
        device_stream<Api>* at = device != nullptr ? streams_.load_acquire() : nullptr;
        while (at != nullptr && !at->is(*device, identity)) {
            at = at->next;
        }
        return at;
    }

    // Both are made under the lock.
    static device_state<Api>* device_of(int number) noexcept {
        device_state<Api>* known = devices_.at[number].load_acquire();
        if (known == nullptr) {
            void* const memory = allocate_zeroed(sizeof(device_state<Api>));
            if (memory == nullptr) {
                return nullptr;
            }
            known = new (memory) device_state<Api>;
            known->name = numbered_name(text_view(Api::device_name()), text_view(" "), number);
            devices_.at[number].store_release(known);
        }
        return known->name != nullptr ? known : nullptr;
    }

    static device_stream<Api>* add(device_state<Api>& device, uint64_t identity) noexcept {
        if (stream_count_ == most_streams) {
            return nullptr;
        }
        const name_record* const name = numbered_name(device.name->text, text_view(" stream "), ++device.streams);
        void* const memory = thread_log::allocate_aligned(sizeof(device_stream<Api>));
        if (memory == nullptr || name == nullptr) {
            return nullptr;
        }
        auto* const fresh = new (memory) device_stream<Api>(device, identity, counts_, Recorder::all());
        if (!fresh->begin(Recorder::all().add_log(name), *name)) {
            return nullptr;
        }
        ++stream_count_;
        fresh->next = streams_.load();
        streams_.store_release(fresh);
        return fresh;
    }

    static inline constinit scope_counts counts_{};
    static inline constinit spin_lock add_{};
    static inline constinit atomic_cell<unsigned char> is_started_{};
    static inline constinit atomic_cell<unsigned char> is_shut_{};
    static inline constinit atomic_cell<const char*> why_no_device_{};
    static constinit device_table<Api> devices_;
    static inline constinit atomic_cell<device_stream<Api>*> streams_{};
    static inline constinit uint32_t stream_count_ = 0;
};

// Not in the class: nvcc takes the type of a member that is initialised there for incomplete.
template <event_api Api, typename Recorder>
constinit device_table<Api> device_recorder<Api, Recorder>::devices_{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
