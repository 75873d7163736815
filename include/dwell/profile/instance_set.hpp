// SPDX-License-Identifier: BSL-1.0
// Which instances a list of exemplars has.
#ifndef DWELL_PROFILE_INSTANCE_SET_HPP
#define DWELL_PROFILE_INSTANCE_SET_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/timeline.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Instances of one process, told apart by call path, start and duration. Not by thread, which may be renamed.
class instance_set {
public:
    void add(const timeline_scope& instance) {
        index_.insert(hash_of_instance(instance), static_cast<uint32_t>(instances_.size()));
        instances_.push_back(instance);
    }

    [[nodiscard]] bool contains(const timeline_scope& instance) const {
        return index_.find(hash_of_instance(instance), [&](uint32_t i) {
            return instances_[i].path == instance.path && instances_[i].start_ticks == instance.start_ticks &&
                   instances_[i].duration_ticks == instance.duration_ticks;
        }) != hash_index::none;
    }

private:
    static uint64_t hash_of_instance(const timeline_scope& instance) noexcept {
        return instance.start_ticks ^ (uint64_t{instance.path} << 40U);
    }

    std::vector<timeline_scope> instances_;
    hash_index index_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
