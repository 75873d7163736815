// SPDX-License-Identifier: BSL-1.0
// The numbers of all scopes over many runs, until it is known which of them have the most self time.
#ifndef DWELL_TOOL_HISTORY_SCOPE_HISTORY_HPP
#define DWELL_TOOL_HISTORY_SCOPE_HISTORY_HPP

#include "history/history.hpp"

#include <dwell/profile/profile.hpp>

#include <map>
#include <string>
#include <vector>

namespace dwell::tool {

class scope_history {
public:
    /// Of each run, only so many scopes are kept, those with the most self time: 2,000 runs take less than 20 MB.
    static constexpr size_t most_scopes = 200;

    /// The next run.
    void add(const profile& source);

    /// Of the scopes with the most self time over all runs, the p50, and allocations where any run has some.
    [[nodiscard]] std::vector<history_series> series_of_top(size_t top) const;

private:
    struct numbers {
        size_t run;
        double p50_ns;
        double allocations;
    };
    struct scope {
        double self_ns = 0;  ///< of all runs
        bool allocates = false;
        std::vector<numbers> runs;
    };

    std::map<std::string, scope> scopes_;
    size_t runs_ = 0;
};

}  // namespace dwell::tool

#endif
