// SPDX-License-Identifier: BSL-1.0
// Which numbers a pprof file has of each call path.
#ifndef DWELL_EXPORT_PPROF_TYPES_HPP
#define DWELL_EXPORT_PPROF_TYPES_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>

DWELL_NAMESPACE_BEGIN

/// The numbers that a sample can have, in the order of the file: each call path's own.
enum class pprof_sample_type {
    calls,          ///< scopes that ended
    wall,           ///< self time in nanoseconds
    cpu,            ///< CPU time in nanoseconds, without that of measured scopes inside; where TIMED_SCOPE_CPU measured
    alloc_objects,  ///< blocks that were allocated
    alloc_space,    ///< bytes that these had
    inuse_objects,  ///< of what was allocated, the blocks that are held still; estimates where the heap is sampled
    inuse_space,    ///< bytes that these have
};

/// Which of them a file has.
enum class pprof_content {
    all,     ///< those of time, and those of memory where any was counted
    time,    ///< calls, wall, and cpu where any was measured
    memory,  ///< alloc_objects and alloc_space, and inuse_objects and inuse_space where live memory was followed
};

struct pprof_options {
    pprof_content content = pprof_content::all;
    /// What a viewer shows first. Where the file lacks it: the last one that it has, which of memory is inuse_space.
    pprof_sample_type shown_first = pprof_sample_type::wall;
    /// Whether samples of calls and wall have a label `thread`. CPU time and memory are not known by thread: they are
    /// in samples of their own then, without a label.
    bool by_thread = false;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
    /// An earlier profile: values are what the other one has more of, negative where it has less, and there are no
    /// labels then. It outlives the call.
    const profile* before = nullptr;
};

namespace detail {

/// The sample types of one file.
class pprof_types {
public:
    static constexpr size_t size = 7;

    pprof_types(const profile& source, pprof_content content) noexcept {
        if (content != pprof_content::memory) {
            add(pprof_sample_type::calls);
            add(pprof_sample_type::wall);
            if (has_cpu_time(source)) {
                add(pprof_sample_type::cpu);
            }
        }
        if (content == pprof_content::memory || (content == pprof_content::all && has_memory(source))) {
            add(pprof_sample_type::alloc_objects);
            add(pprof_sample_type::alloc_space);
            if (has_live_memory(source)) {
                add(pprof_sample_type::inuse_objects);
                add(pprof_sample_type::inuse_space);
            }
        }
    }

    /// Takes the types of another profile, too.
    void add(const pprof_types& other) noexcept {
        for (size_t type = 0; type < size; ++type) {
            has_[type] = has_[type] || other.has_[type];
        }
    }

    [[nodiscard]] bool has(pprof_sample_type type) const noexcept { return has_[static_cast<size_t>(type)]; }
    [[nodiscard]] bool has(size_t type) const noexcept { return has_[type]; }
    [[nodiscard]] bool has_times() const noexcept { return has(pprof_sample_type::wall); }

    [[nodiscard]] static const char* name_of(size_t type) noexcept {
        constexpr const char* names[size] = {"calls",       "wall",          "cpu",        "alloc_objects",
                                             "alloc_space", "inuse_objects", "inuse_space"};
        return names[type];
    }
    [[nodiscard]] static const char* unit_of(size_t type) noexcept {
        constexpr const char* units[size] = {"count", "nanoseconds", "nanoseconds", "count", "bytes", "count", "bytes"};
        return units[type];
    }

private:
    void add(pprof_sample_type type) noexcept { has_[static_cast<size_t>(type)] = true; }

    [[nodiscard]] static bool has_cpu_time(const profile& source) noexcept {
        for (const call_path& path : source.paths()) {
            if (path.cpu_calls != 0) {
                return true;
            }
        }
        return false;
    }

    bool has_[size] = {};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
