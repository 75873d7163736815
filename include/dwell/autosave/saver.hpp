// SPDX-License-Identifier: BSL-1.0
// Saves what was recorded so far, where the program's plan says.
#ifndef DWELL_AUTOSAVE_SAVER_HPP
#define DWELL_AUTOSAVE_SAVER_HPP

#include <dwell/autosave/save_plan.hpp>
#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/numbered_saves.hpp>
#include <dwell/export/output_directory.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/table.hpp>
#include <dwell/snapshot.hpp>

#include <cstdio>
#include <string>

#if !defined(_WIN32)
#include <unistd.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

struct stderr_sink {
    bool write(const char* data, size_t size) const noexcept { return std::fwrite(data, 1, size, stderr) == size; }
};

inline export_status print_table(const profile& source, table_options options) {
    stderr_sink out;
#if !defined(_WIN32)
    options.colour = options.colour || isatty(STDERR_FILENO) != 0;
#endif
    return write_table(out, source, options);
}

/// The one saver of a process. Never destroyed: it works until the very end.
class saver {
public:
    constexpr saver() noexcept = default;

    /// From here on saves are numbered.
    void follow(const save_plan& plan) {
        const own_work not_the_users;
        const spin_guard guard(lock_);
        if (plan_ == nullptr || plan_->where != plan.where || plan_->keep != plan.keep) {
            delete saves_;
            saves_ = nullptr;
        }
        // Never a plan that is gone, whenever another thread forks.
        const save_plan* const before = plan_;
        plan_ = new save_plan(plan);
        delete before;
    }

    /// 0 where there is none.
    [[nodiscard]] uint64_t period_ns() noexcept {
        const spin_guard guard(lock_);
        return plan_ == nullptr ? 0 : plan_->period_ns;
    }

    /// Saves now. A failure is a line on stderr; one that comes again and again is told once.
    void save_now() {
        const own_work not_the_users;
        const spin_guard guard(lock_);
        const export_status status = plan_ == nullptr ? save_once() : save_next(*plan_);
        if (status) {
            delete last_failure_;
            last_failure_ = nullptr;
        } else if (last_failure_ == nullptr || *last_failure_ != status.message()) {
            report(status);
            delete last_failure_;
            last_failure_ = new std::string(status.message());
        }
    }

    /// In the child of a fork, which saves for itself. What a thread of the parent was changing just then is left as it
    /// is, and reachable.
    void restart_in_child() noexcept {
        lock_.unlock();
        saves_of_parent_ = saves_;
        failure_of_parent_ = last_failure_;
        saves_ = nullptr;
        last_failure_ = nullptr;
    }

private:
    static export_status save_once() {
        if (environment("DWELL_OUT") == nullptr) {
            return {};  // a program that is not asked to save allocates nothing here
        }
        const save_plan plan = plan_of_environment();
        if (plan.where.empty()) {
            return {};
        }
        const profile all = snapshot();
        return plan.where == "-" ? print_table(all, plan.options.table)
                                 : save_in_run_directory(all, plan.where, plan.options);
    }

    export_status save_next(const save_plan& plan) {
        const profile all = snapshot();
        if (plan.where == "-") {
            return print_table(all, plan.options.table);
        }
        if (saves_ == nullptr) {
            saves_ = new numbered_saves(plan.where, plan.keep);
        }
        return saves_->save(all, plan.options);
    }

    spin_lock lock_;
    const save_plan* plan_ = nullptr;
    numbered_saves* saves_ = nullptr;
    std::string* last_failure_ = nullptr;
    const numbered_saves* saves_of_parent_ = nullptr;
    const std::string* failure_of_parent_ = nullptr;
};

DWELL_EXPORT inline constinit saver process_saver{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
