// SPDX-License-Identifier: BSL-1.0
// What is in the metadata of every snapshot that a process takes.
#ifndef DWELL_SNAPSHOT_PROCESS_FACTS_HPP
#define DWELL_SNAPSHOT_PROCESS_FACTS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/core/version.hpp>
#include <dwell/profile/metadata.hpp>
#include <dwell/record/own_cost.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What does not change while the process runs, found out once.
struct process_facts {
    profile_metadata metadata;
    own_cost cost;

    process_facts() : cost(cost_calibration::measure()) {
        metadata.program = program_name();
        metadata.command = command_line();
        metadata.host = host_name();
        metadata.operating_system = operating_system();
        metadata.cpu_model = cpu_model();
        metadata.cpu_count = usable_cpu_count();
        metadata.compiler = compiler_name();
        metadata.build_flags = build_flags();
        metadata.git_commit = git_commit();
        metadata.dwell_version = DWELL_VERSION_STRING;
    }

    static const process_facts& get() {
        // Never destroyed: a snapshot may be the last thing that the process does. Not a static object that is made by
        // whoever comes first: the child of a fork would wait for a thread that it does not have.
        static constinit atomic_cell<const process_facts*> known{};
        const process_facts* facts = known.load_acquire();
        if (facts == nullptr) {
            const auto* const mine = new process_facts;
            if (known.compare_exchange(facts, mine)) {
                facts = mine;
            } else {
                delete mine;
            }
        }
        return *facts;
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
