// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_record.hpp"

namespace dwell::tool {

block_comparison_runs runs_of_metric(const gate_record& record, size_t metric) {
    block_comparison_runs result;
    for (const gate_block& block : record.blocks) {
        comparison_block values;
        size_t bases = 0;
        size_t heads = 0;
        for (size_t run = 0; run < 4; ++run) {
            (block.is_second(run) ? values.head[heads++] : values.base[bases++]) = block.runs[run].values[metric];
        }
        switch (block.arm) {
            case gate_arm::comparison:
                result.blocks.push_back(values);
                break;
            case gate_arm::control:
                result.control.push_back(values);
                break;
            case gate_arm::confirmation:
                result.confirmation.push_back(values);
                break;
        }
    }
    return result;
}

}  // namespace dwell::tool
