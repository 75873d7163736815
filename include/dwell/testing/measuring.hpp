// SPDX-License-Identifier: BSL-1.0
// Measuring as it goes on: rounds of batches and of single calls, until somebody is satisfied.
#ifndef DWELL_TESTING_MEASURING_HPP
#define DWELL_TESTING_MEASURING_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/core/tsc_clock.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/scope.hpp>
#include <dwell/record/site.hpp>
#include <dwell/snapshot.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/sorted_values.hpp>
#include <dwell/testing/machine_monitor.hpp>
#include <dwell/testing/measure_options.hpp>
#include <dwell/testing/measured_calls.hpp>
#include <dwell/testing/measured_rounds.hpp>
#include <dwell/testing/measurement.hpp>
#include <dwell/testing/thread_usage.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Makes the calls, times them, and says what came out so far. Of one thread.
///
/// A round takes some 5 ms: the reference loop, batches of 20 us, that loop again, single calls, and once more the
/// loop. Both kinds run in groups, between which the scheduler is asked what the thread had of its processor; so no
/// system call is timed, nor what prepares a group. Where calls get much slower than they were, a group ends early, and
/// batches are of fewer calls until they are short again; so the time is kept even then.
class measuring {
public:
    /// Warms up.
    measuring(const measured_calls& code, const measure_options& options) : code_(code), options_(options) {
        const own_work not_the_users;
        began_ns_ = monotonic_clock::now();
        end_ns_ = began_ns_ + whole_ns(options.most_time);
        default_recorder::all().note_start();
        (void)thread_usage::now();
        ns_per_tick_ = nanoseconds_per_tick(default_recorder::all());
        warm_up();
        ns_per_tick_ = nanoseconds_per_tick(default_recorder::all());
        begin_ = snapshot({.timeline = false});
    }

    [[nodiscard]] bool time_is_up() const noexcept { return monotonic_clock::now() >= end_ns_; }

    /// Rounds until there are twice as many as at the look before, ten at the first; fewer where the time is up. Many
    /// become half as many that are twice as long, so that an hour takes no more memory than two seconds.
    void go_on_to_next_look() {
        const own_work not_the_users;
        size_t wanted = times_.looks == 0 ? first_look : 2 * times_.rounds.size();
        if (wanted > most_rounds) {
            times_.rounds = in_pairs(times_.rounds);
            round_ns_ *= 2;
            wanted = 2 * times_.rounds.size();
        }
        do {
            round();
        } while (times_.rounds.size() < wanted && !time_is_up());
        ++times_.looks;
    }

    /// Calls that are not timed, until all are `count`, or the time is up: what is counted is counted in these, too.
    void make_calls_up_to(uint64_t count) {
        const own_work not_the_users;
        while (times_.calls < count && !time_is_up()) {
            const uint64_t missing = smaller(calls_per(shortest_round_ns), count - times_.calls);
            const uint64_t per_batch = smaller(calls_per_batch_, missing);
            run_group(per_batch, missing / per_batch);
            fit_batches();
        }
    }

    /// At this look.
    [[nodiscard]] measurement result() const {
        const own_work not_the_users;
        measurement result(options_, times_, {ns_per_tick_});
        result.set_surroundings(delta(snapshot({.timeline = false}), begin_), monitor_.condition(),
                                static_cast<double>(monotonic_clock::now() - began_ns_) / 1e9);
        return result;
    }

private:
    static constexpr uint64_t shortest_round_ns = 5'000'000;
    static constexpr size_t most_rounds = 640;
    static constexpr size_t first_look = 10;
    static constexpr uint64_t batch_ns = 20'000;
    static constexpr uint64_t group_ns = 200'000;
    static constexpr uint64_t longest_group_ns = 10 * group_ns;
    static constexpr double longest_preparation_ns = 10e6;

    /// What is no number is no time.
    [[nodiscard]] static uint64_t whole_ns(time_limit limit) noexcept {
        return limit.ns() > 0 ? static_cast<uint64_t>(smaller(limit.ns(), 1e18)) : 0;
    }

    /// How many calls take about so long, at least one and at most as many as can be prepared, in 10 ms: that bounds
    /// the memory that their states take, too.
    [[nodiscard]] uint64_t calls_per(uint64_t ns) const noexcept {
        double calls = smaller(static_cast<double>(ns) / call_ns_, static_cast<double>(code_.most_at_once));
        if (prepare_ns_ > 0) {
            calls = smaller(calls, longest_preparation_ns / prepare_ns_);
        }
        return larger(uint64_t{1}, static_cast<uint64_t>(calls));
    }

    /// What two readings of the clock take that follow each other: the least of ten means, since a reading may be
    /// interrupted, and the clock's steps may be longer than that.
    [[nodiscard]] static uint64_t ticks_of_clock() noexcept {
        constexpr int pairs = 100;
        uint64_t least = uint64_max;
        for (int i = 0; i < 10; ++i) {
            uint64_t sum = 0;
            for (int pair = 0; pair < pairs; ++pair) {
                const uint64_t start = tsc_clock::now();
                sum += tsc_clock::now() - start;
            }
            least = smaller(least, sum / pairs);
        }
        return least;
    }

    void warm_up() {
        const uint64_t ends = began_ns_ + whole_ns(options_.warm_up);
        std::vector<double> recent;
        uint64_t made = 0;
        uint64_t count = 1;
        while (made < 3 || (monotonic_clock::now() < ends && !time_is_up())) {
            const uint64_t per_batch = smaller(count, calls_per(batch_ns));
            made += run_group(per_batch, count / per_batch);
            // The first calls are the slow ones that warming up is for; any group may have been interrupted.
            const double took_ns = static_cast<double>(ticks_.back()) * ns_per_tick_;
            recent.push_back(larger(took_ns / static_cast<double>(per_batch), 0.01));
            if (recent.size() > 5) {
                recent.erase(recent.begin());
            }
            call_ns_ = arithmetic_median(sorted_values(recent));
            count = took_ns > static_cast<double>(longest_group_ns) ? 1 : smaller(2 * count, calls_per(group_ns));
        }
        times_ = {};
        times_.clock_ticks = ticks_of_clock();
        times_.calls_per_batch = calls_per_batch_ = calls_per(batch_ns);
        times_.looks = 0;
    }

    /// Runs `batches` batches of `per_batch` calls, fewer where they take longer than is sensible, and leaves the ticks
    /// that each took in `ticks_`, and what the thread used meanwhile in `used_`. Returns the number of calls.
    uint64_t run_group(uint64_t per_batch, uint64_t batches) {
        static constinit site here(measuring_scope.data(), measuring_scope.size(), __FILE__, __LINE__);
        ticks_.resize(batches);
        if (code_.prepare != nullptr) {
            const users_work theirs;
            const uint64_t start = monotonic_clock::now();
            code_.prepare(code_.code, per_batch * batches);
            prepare_ns_ =
                static_cast<double>(monotonic_clock::now() - start) / static_cast<double>(per_batch * batches);
        }
        const auto longest = static_cast<uint64_t>(static_cast<double>(longest_group_ns) / ns_per_tick_);
        uint64_t made = 0;
        const thread_usage before = thread_usage::now();
        {
            const users_work theirs;
            const timed_scope scope(here);
            uint64_t all = 0;
            for (; made < batches && all <= longest; ++made) {
                const uint64_t start = tsc_clock::now();
                code_.run(code_.code, made * per_batch, per_batch);
                ticks_[made] = tsc_clock::now() - start;
                all += ticks_[made];
            }
        }
        // First, so that asking for the rest does not count.
        const uint64_t cpu_ns = thread_cpu_time_ns();
        used_ = thread_usage::now().since(before);
        used_.cpu_ns = cpu_ns - before.cpu_ns;
        if (code_.clean_up != nullptr) {
            const users_work theirs;
            code_.clean_up(code_.code);
        }
        ticks_.resize(made);
        ++times_.groups;
        times_.calls += per_batch * made;
        return per_batch * made;
    }

    /// After a group of batches: of fewer calls where one took far too long without having waited for a processor, and
    /// of more again later.
    void fit_batches() noexcept {
        const double longest =
            static_cast<double>(ticks_.back()) * ns_per_tick_ - static_cast<double>(used_.waiting_ns);
        if (longest > static_cast<double>(longest_group_ns)) {
            calls_per_batch_ = larger(uint64_t{1}, calls_per_batch_ / 16);
        } else if (calls_per_batch_ < times_.calls_per_batch) {
            calls_per_batch_ = smaller(2 * calls_per_batch_, times_.calls_per_batch);
        }
    }

    void round() {
        measured_round round;
        round.reference_ns = last_reference_ns_ == 0.0 ? monitor_.round() : last_reference_ns_;
        const uint64_t began = monotonic_clock::now();
        const bool are_single = times_.calls_per_batch == 1;
        thread_usage used;
        double sum = 0.0;
        batches_.clear();
        do {
            machine_monitor::sample(round.pieces);
            const uint64_t per_batch = calls_per_batch_;
            round.batched_calls += run_group(per_batch, larger(uint64_t{1}, calls_per(group_ns) / per_batch));
            used.cpu_ns += used_.cpu_ns;
            used.waiting_ns += used_.waiting_ns;
            for (const uint64_t ticks : ticks_) {
                batches_.push_back(static_cast<double>(ticks) / static_cast<double>(per_batch));
                sum += static_cast<double>(ticks);
            }
            fit_batches();
            if (are_single) {
                record_single(round);
            }
        } while (monotonic_clock::now() - began < (are_single ? round_ns_ : round_ns_ / 2) && !time_is_up());
        note_batches(round, sum * ns_per_tick_, used);
        if (!are_single) {
            round.reference_ns = larger(round.reference_ns, monitor_.round());
            do {
                machine_monitor::sample(round.pieces);
                run_group(1, smaller(calls_per(group_ns), most_single_calls));
                record_single(round);
            } while (monotonic_clock::now() - began < round_ns_ && !time_is_up());
        }
        last_reference_ns_ = monitor_.round();
        round.reference_ns = larger(round.reference_ns, last_reference_ns_);
        times_.rounds.push_back(std::move(round));
    }

    /// Single calls; where the thread waited for a processor, each of them may be what waited.
    void record_single(measured_round& round) const {
        uint64_t shortest = uint64_max;
        for (const uint64_t ticks : ticks_) {
            round.calls.record(ticks);
            shortest = smaller(shortest, ticks);
        }
        const auto waited = static_cast<uint64_t>(static_cast<double>(used_.waiting_ns) / ns_per_tick_);
        for (const uint64_t ticks : ticks_) {
            round.running_calls.record(ticks > shortest + waited ? ticks - waited : waited == 0 ? ticks : shortest);
        }
    }

    void note_batches(measured_round& round, double wall_ns, const thread_usage& used) const {
        const auto count = static_cast<double>(round.batched_calls);
        round.median = arithmetic_median(sorted_values(batches_)) * ns_per_tick_;
        round.mean = wall_ns / count;
        round.running_mean = (wall_ns - smaller(static_cast<double>(used.waiting_ns), wall_ns)) / count;
        round.cpu_time = static_cast<double>(used.cpu_ns) / count;
    }

    static constexpr uint64_t most_single_calls = 1000;

    measured_calls code_;
    measure_options options_;
    uint64_t began_ns_ = 0;
    uint64_t end_ns_ = 0;
    uint64_t round_ns_ = shortest_round_ns;
    double ns_per_tick_ = 1.0;
    double call_ns_ = 1.0;
    double prepare_ns_ = 0.0;       // of a call
    uint64_t calls_per_batch_ = 1;  // of the next batch; times_ has what is normal
    measured_code_times times_;
    machine_monitor monitor_;
    double last_reference_ns_ = 0.0;
    profile begin_;
    std::vector<uint64_t> ticks_;  // of the group that ran last
    thread_usage used_;            // by that
    std::vector<double> batches_;  // ticks a call of the batches of a round
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
