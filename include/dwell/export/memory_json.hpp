// SPDX-License-Identifier: BSL-1.0
// Memory as `write_json` writes it, and reading that.
#ifndef DWELL_EXPORT_MEMORY_JSON_HPP
#define DWELL_EXPORT_MEMORY_JSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_members.hpp>
#include <dwell/export/json_reader.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/statistics.hpp>
#include <dwell/stats/floating.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The member `key` of the object that `json` is in.
inline void write_memory_counts(json_writer& json, std::string_view key, const memory_counts& counts) {
    json.key(key);
    json.begin_object();
    json.member("allocations", counts.allocations);
    json.member("allocated_bytes", counts.allocated_bytes);
    json.member("frees", counts.frees);
    json.member("freed_bytes", counts.freed_bytes);
    json.end_object();
}

inline void write_live_memory(json_writer& json, std::string_view key, const live_memory& live) {
    json.key(key);
    json.begin_object();
    json.member("blocks", live.blocks);
    json.member("bytes", live.bytes);
    json.member("bytes_variance", live.bytes_variance);
    json.member("samples", live.samples);
    json.end_object();
}

inline void write_memory_profile(json_writer& json, std::string_view key, const memory_profile& memory) {
    json.key(key);
    json.begin_object();
    json.member("sizes", memory.sizes);
    json.member("sample_interval_bytes", memory.sample_interval_bytes);
    visit_memory_health(memory, [&](const char* name, uint64_t count, const char*) { json.member(name, count); });
    write_memory_counts(json, "outside", memory.outside);
    write_live_memory(json, "live_outside", memory.live_outside);
    write_memory_counts(json, "own", memory.own);
    json.end_object();
}

/// What a scope allocated, freed and holds. Where the profile follows no block, nothing is known of what is held: that
/// is left out, and no 0.
inline void write_scope_memory(json_writer& json, const scope_statistics& scope, double confidence) {
    if (scope.memory().empty() && scope.live().empty()) {
        return;
    }
    write_memory_counts(json, "memory", scope.memory());
    write_memory_counts(json, "self_memory", scope.self_memory());
    const estimate_interval bytes = scope.live_bytes_interval(confidence);
    if (bytes.is_defined()) {
        json.key("live");
        json.begin_object();
        json.member("blocks", scope.live().blocks);
        json.member("bytes", bytes.estimate);
        json.member("confidence", confidence);
        json.member("bytes_lower", bytes.lower);
        json.member("bytes_upper", bytes.upper);
        json.end_object();
    }
}

/// Reads the memory of one profile, and refuses what could not be added up.
class memory_reader {
public:
    explicit memory_reader(json_reader& in) noexcept : in_(in) {}

    /// Of a call path, or outside of them.
    bool read(memory_counts& counts) {
        return read_alone(counts) &&
               ((add(all_.allocations, counts.allocations) && add(all_.allocated_bytes, counts.allocated_bytes) &&
                 add(all_.frees, counts.frees) && add(all_.freed_bytes, counts.freed_bytes)) ||
                in_.fail("memory of all call paths together passes 2^64 - 1"));
    }

    bool read(live_memory& live) {
        return read_members(in_,
                            {required("blocks", live.blocks), required("bytes", live.bytes),
                             required("bytes_variance", live.bytes_variance), required("samples", live.samples)}) &&
               ((is_amount(live.blocks, beyond_64_bits) && is_amount(live.bytes, beyond_64_bits) &&
                 is_amount(live.bytes_variance, beyond_64_bits * beyond_64_bits)) ||
                in_.fail("live memory below 0, or more than a process can hold")) &&
               (add(samples_, live.samples) || in_.fail("samples of all call paths together pass 2^64 - 1"));
    }

    bool read(memory_profile& memory) {
        return read_members(
            in_,
            {optional("sizes", memory.sizes), optional("sample_interval_bytes", memory.sample_interval_bytes),
             optional("frees_of_unknown_size", memory.frees_of_unknown_size),
             optional("failed_allocations", memory.failed_allocations), optional("lost_samples", memory.lost_samples),
             optional("outside", [&] { return read(memory.outside); }),
             optional("live_outside", [&] { return read(memory.live_outside); }),
             optional("own", [&] { return read_alone(memory.own); })});
    }

private:
    bool read_alone(memory_counts& counts) {
        return read_members(
            in_, {required("allocations", counts.allocations), required("allocated_bytes", counts.allocated_bytes),
                  required("frees", counts.frees), required("freed_bytes", counts.freed_bytes)});
    }

    static bool add(uint64_t& sum, uint64_t amount) noexcept {
        if (amount > uint64_max - sum) {
            return false;
        }
        sum += amount;
        return true;
    }

    static bool is_amount(double value, double largest) noexcept { return value >= 0 && value <= largest; }

    json_reader& in_;
    memory_counts all_;
    uint64_t samples_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
