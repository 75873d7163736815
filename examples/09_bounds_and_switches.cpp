// SPDX-License-Identifier: BSL-1.0
// How much dwell may keep, and when it records at all.
#include <dwell/dwell.hpp>

#include <cstdio>

namespace {

void warm_up() { TIMED_SCOPE("cache.fill"); }

void serve(int customer) {
    TIMED_SCOPE("serve");
    dwell::counter<"served">.with("customer", customer).add(1);
}

}  // namespace

int main() {
    // What is not named keeps its default. Set the bounds first: what is recorded already stays.
    dwell::recording_limits limits;
    limits.series_per_metric = 10;
    dwell::set_recording_limits(limits);
#if !defined(_WIN32)
    // Ctrl-C saves what there is, where DWELL_OUT says; without this line it loses the profile.
    dwell::save_on_interrupt();
#endif

    const bool was_recording = dwell::is_recording();
    dwell::set_recording(false);  // for all threads
    warm_up();
    dwell::set_recording(was_recording);

    for (int customer = 0; customer < 100; ++customer) {
        serve(customer);
    }

    const dwell::profile profile = dwell::snapshot();
    int series = 0;
    for (const dwell::counter_value& counter : profile.counters()) {
        if (counter.identity.name == "served") {
            std::printf("served %s: %llu\n", counter.identity.labels[0].second.c_str(),
                        static_cast<unsigned long long>(counter.value));
            ++series;
        }
    }
    // Ten customers have a series of their own, the other 90 are one: customer="(other)". The total is right.
    std::printf("%llu times \"(other)\"\n", static_cast<unsigned long long>(profile.health().other_series));
    const bool bounded = series == 11 && profile.health().other_series == 90 && profile.counter_total("served") == 100;
    return bounded && !profile.find("cache.fill") ? 0 : 1;
}
