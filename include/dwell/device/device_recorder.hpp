// SPDX-License-Identifier: BSL-1.0
// Opens and closes scopes on the streams of one runtime, and harvests those that have completed.
#ifndef DWELL_DEVICE_DEVICE_RECORDER_HPP
#define DWELL_DEVICE_DEVICE_RECORDER_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_list.hpp>
#include <dwell/device/device_state.hpp>
#include <dwell/device/device_stream.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/scope_counts.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Recording with one runtime, into the logs of one recorder. Nothing here waits for a device. Any thread.
template <event_api Api, typename Recorder>
class DWELL_EXPORT device_recorder {
public:
    using api = Api;
    using event = typename Api::event;
    using stream = typename Api::stream;
    static constexpr uint32_t most_streams = device_list<Api>::most_streams;

    /// A scope that is open; `on` is null where it is not recorded.
    struct open_scope {
        device_stream<Api>* on = nullptr;
        stream handle{};
        event end{};
        uint64_t serial = 0;
        drop_reason why = drop_reason::no_memory;  ///< it is not recorded
    };

    static open_scope open(const name_record* name, stream on, const copied_bytes& copied = {}) noexcept {
        if (name == nullptr || !is_started()) {
            return {};
        }
        counts_.count_opened();
        if (is_shut_.load() != 0 || why_no_device_.load_acquire() != nullptr) {
            return drop(drop_reason::no_device);
        }
        const own_work not_the_users;
        const typename Api::calls calls;
        if (Api::is_capturing(on)) {
            return drop(drop_reason::capturing);
        }
        const uint64_t identity = Api::stream_identity(on);
        if (identity == uint64_max) {
            return drop(drop_reason::failed);
        }
        device_stream<Api>* const where = find_or_add(identity);
        if (where == nullptr) {
            return drop(drop_reason::no_stream);
        }
        if (!where->device().clock.is_usable()) {
            where->device().clock.begin(Recorder::all());
        }
        open_scope opened{where, on, {}, 0, {}};
        event first{};
        if (!take_events(*where, first, opened.end, calls)) {
            return drop(drop_reason::no_event);
        }
        opened.serial = where->begin_scope(on, first, *name, host_path(), copied);
        if (opened.serial == 0) {
            where->device().pool.give_back(opened.end);
            where->device().pool.discard(first);
            return drop(drop_reason::failed);
        }
        return opened;
    }

    /// Ends it, with the launch of a graph that was in it, if there was one.
    static void close(const open_scope& opened, const graph_run<Api>& run = {}) noexcept {
        if (is_shut_.load() != 0) {
            return;
        }
        if (run.stages != nullptr) {
            counts_.count_opened(run.count);
            if (opened.on == nullptr) {
                run.stages->drop(run, opened.why, counts_);
            }
        }
        if (opened.on == nullptr) {
            return;
        }
        const own_work not_the_users;
        device_state<Api>& device = opened.on->device();
        if (is_gone(device)) {
            if (run.stages != nullptr) {
                run.stages->drop(run, drop_reason::failed, counts_);
            }
            return;  // it is dropped when somebody harvests
        }
        const typename Api::visit there(device.where);
        const typename Api::calls calls;
        opened.on->end_scope(opened.handle, opened.end, opened.serial, Api::is_capturing(opened.handle), run);
    }

    /// Records what has completed. Waits for another thread that does the same, never for a device.
    static void harvest() noexcept { harvest_all(false); }

    /// The same for one stream, a little of it, and without waiting for that thread.
    static void harvest_some(stream on) noexcept {
        if (!can_ask()) {
            return;
        }
        const own_work not_the_users;
        const typename Api::calls calls;
        const uint64_t identity = calls.has_users_error() ? uint64_max : Api::stream_identity(on);
        device_stream<Api>* const where = identity != uint64_max ? find_or_add(identity) : nullptr;
        if (where != nullptr) {
            where->harvest(4 * marks_at_once, false);
        }
    }

    /// Whether a graph is captured on the stream, and what is put on it is not done now.
    static bool is_capturing(stream on) noexcept {
        if (!can_ask()) {
            return false;
        }
        const typename Api::calls calls;
        return Api::is_capturing(on);
    }

    /// Whether a runtime with a device is there: until exit has begun, and not in the child of a fork. And
    /// recording: the environment may say not to, and then nothing is asked of the runtime.
    static bool can_ask() noexcept {
        return is_started() && is_shut_.load() == 0 && why_no_device_.load_acquire() == nullptr;
    }
    /// Whether exit has begun, or this is the child of a fork.
    static bool is_shut() noexcept { return is_shut_.load() != 0; }

    /// Names a stream in the profile, in place of "GPU 0 stream 1".
    static void set_stream_name(stream on, text_view name) noexcept {
        if (!can_ask()) {
            return;
        }
        const typename Api::calls calls;
        const name_record* const record = all_names.runtime_name(name);
        const uint64_t identity = Api::stream_identity(on);
        device_stream<Api>* const where = record != nullptr && identity != uint64_max ? find_or_add(identity) : nullptr;
        if (where != nullptr) {
            where->set_name(*record);
        }
    }

    /// What the link of a device can carry, in place of what the runtime says.
    static void set_link_bandwidth(int number, uint64_t bytes_per_second) noexcept {
        device_record<Api>* const device = can_ask() ? devices_.find_or_add_device(number) : nullptr;
        if (device != nullptr) {
            device->bandwidths.set_link(bytes_per_second);
        }
    }

    /// Records what has completed and drops the rest. From here on nothing is recorded, nor asked of the runtime: it
    /// may be gone.
    static void shut() noexcept {
        if (is_shut_.load() != 0) {
            return;  // the child of a fork: locks may be taken there, and all counts began anew
        }
        harvest_all(true);  // nobody will ask for an error any more
        unsigned char not_yet = 0;
        is_shut_.compare_exchange(not_yet, 1);
        for (device_stream<Api>* each = devices_.first_stream(); each != nullptr; each = each->next) {
            each->give_up();
            each->device().clock.end();
        }
    }

    /// Whether scopes that are opened from here on are under the call path of the thread that opens them, or have one
    /// of their own.
    static void set_host_paths(bool are_wanted) noexcept {
        host_paths_.store(are_wanted ? host_path_wish::wanted : host_path_wish::unwanted);
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
        for (device_stream<Api>* each = devices_.first_stream(); each != nullptr; each = each->next) {
            each->usage().read_into(sink, each->name());
        }
        devices_.for_each_device([&](device_record<Api>& each, uint32_t) {
            if (each.latest.load_acquire() != nullptr) {  // more is known than its bandwidth
                each.usage.read_into(sink, each.label.text);
                each.bandwidths.read_into(sink, each.label.text);
            }
        });
    }
    /// Its key in the list of sources.
    static uint64_t key() noexcept { return reinterpret_cast<uintptr_t>(&counts_); }

private:
    static constexpr uint64_t marks_at_once = 16;

    enum class host_path_wish : unsigned char { none, unwanted, wanted };

    // A thread without a log has no scope open, and needs none for this.
    static const call_node* host_path() noexcept {
        const bool is_wanted = host_paths_.load() == host_path_wish::wanted && Recorder::own_log() != nullptr;
        return is_wanted ? Recorder::current_node() : nullptr;
    }

    static open_scope drop(drop_reason why) noexcept {
        counts_.count_dropped(why);
        return {nullptr, {}, {}, 0, why};
    }

    static bool is_started() noexcept {
        if (is_started_.load_acquire() == 0 && is_recording()) {
            start();
        }
        return is_recording();
    }

    DWELL_COLD static void start() noexcept {
        start_process();
        if (!is_recording() || is_shut_.load() != 0) {
            return;
        }
        unsigned char not_yet = 0;
        if (is_fork_handled_.compare_exchange(not_yet, 1)) {
            run_around_fork(nullptr, nullptr, shut_in_child);  // before the lock, which a child may find taken
        }
        const spin_guard guard(start_);
        if (is_started_.load_acquire() != 0) {
            return;
        }
        const typename Api::calls calls;
        if (const char* const wish = environment("DWELL_GPU_HOST_PATHS");
            host_paths_.load() == host_path_wish::none && wish != nullptr && wish[0] == '1' && wish[1] == '\0') {
            set_host_paths(true);
        }
        const char* reason = "";
        if (Api::device_count(reason) <= 0) {
            why_no_device_.store_release(no_device_text(reason));
        } else {
            run_at_exit(shut);  // after the runtime has registered what it does then, so before that is done
        }
        is_started_.store_release(1);
    }

    static void harvest_all(bool even_with_users_error) noexcept {
        if (is_shut_.load() != 0 || devices_.first_stream() == nullptr) {
            return;
        }
        const own_work not_the_users;
        for (device_stream<Api>* each = devices_.first_stream(); each != nullptr; each = each->next) {
            device_state<Api>& device = each->device();
            if (is_gone(device)) {
                each->harvest(0, true);
                continue;
            }
            const typename Api::visit there(device.where);
            const typename Api::calls calls;
            if (calls.has_users_error() && !even_with_users_error) {
                return;  // another time: a call of dwell's that fails would take its place
            }
            device.clock.renew(Recorder::all());
            each->harvest(uint64_max, true);
        }
        devices_.for_each_device([](device_record<Api>& each, uint32_t number) {
            device_state<Api>* const latest = each.latest.load_acquire();
            if (latest == nullptr) {
                return;
            }
            each.usage.settle(latest->clock);
            if (!is_gone(*latest)) {
                const typename Api::visit there(latest->where);
                const typename Api::calls calls;
                each.bandwidths.ask(static_cast<int>(number));
            }
        });
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
        for (device_stream<Api>* each = devices_.first_stream(); each != nullptr; each = each->next) {
            each->usage().restart();
        }
        devices_.for_each_device([](device_record<Api>& each, uint32_t) { each.usage.restart(); });
    }

    // Where the pool is short, what has completed gives some back: a few are looked at, so that no scope takes long.
    static bool take_events(device_stream<Api>& where, event& first, event& second,
                            const typename Api::calls& calls) noexcept {
        event_pool<Api>& pool = where.device().pool;
        if (pool.is_short() && !calls.has_users_error()) {
            where.device().clock.renew(Recorder::all());  // nobody else may, for as long as no snapshot is taken
            where.harvest(marks_at_once, false);
            if (where.device().of.usage.is_crowded()) {
                follow_streams(where.device());
            }
        }
        if (pool.take_two(first, second)) {
            return true;
        }
        constexpr uint64_t spacing = 64;  // of scopes that look at the other streams, too
        if (counts_.dropped(drop_reason::no_event) % spacing == 0 && !calls.has_users_error()) {
            for (device_stream<Api>* each = devices_.first_stream(); each != nullptr; each = each->next) {
                if (&each->device() == &where.device()) {
                    each->harvest(marks_at_once, false);
                }
            }
            return pool.take_two(first, second);
        }
        return false;
    }

    // What one stream did waits until it is known what the others did.
    static void follow_streams(device_state<Api>& device) noexcept {
        for (device_stream<Api>* each = devices_.first_stream(); each != nullptr; each = each->next) {
            if (&each->device().of == &device.of) {
                const bool is_there = !is_gone(each->device());
                const typename Api::visit there(each->device().where);
                each->harvest(is_there ? marks_at_once : 0, false);
            }
        }
        device.of.usage.settle(device.clock);
    }

    static device_stream<Api>* find_or_add(uint64_t identity) noexcept {
        bool is_new = false;
        device_stream<Api>* const found = devices_.find_or_add(identity, counts_, Recorder::all(), is_new);
        if (is_new && is_shut_.fetch_add(0) != 0) {  // meanwhile, and did not find it
            found->give_up();
        }
        return found;
    }

    static inline constinit scope_counts counts_{};
    static inline constinit spin_lock start_{};
    static inline constinit atomic_cell<host_path_wish> host_paths_{};
    static inline constinit atomic_cell<unsigned char> is_fork_handled_{};
    static inline constinit atomic_cell<unsigned char> is_started_{};
    static inline constinit atomic_cell<unsigned char> is_shut_{};
    static inline constinit atomic_cell<const char*> why_no_device_{};
    static constinit device_list<Api> devices_;
};

// Not in the class: nvcc takes the type of a member that is initialised there for incomplete.
template <event_api Api, typename Recorder>
constinit device_list<Api> device_recorder<Api, Recorder>::devices_{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
