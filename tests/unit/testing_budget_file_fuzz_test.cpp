// SPDX-License-Identifier: BSL-1.0
// The reader of budgets.json against a valid file cut off at every byte and changed at random: it says no, where and
// why, or gives budgets that are sound. What it must never do shows under AddressSanitizer and UBSan.
#include "support/catch.hpp"
#include "support/mutated_json.hpp"

#include <dwell/stats/floating.hpp>
#include <dwell/testing/budget_file.hpp>

#include <cctype>
#include <cstdint>
#include <random>
#include <string>

namespace {

const std::string good_budgets = R"({
    "$schema": "budgets.schema.json", "version": 1, "note": "of \u00e9 and \"quotes\"",
    "budgets": [
        {"scope": "server.request", "p50": "200 us", "p99": "5 ms", "allocations_per_call": 0, "note": "why"},
        {"path": "server.request;server.parse", "mean": "1.5e3 ns", "bytes_per_call": "4 KiB"},
        {"scopes": "server.*", "max": "1 min", "cpu_per_call": "2 s", "bytes_per_call": 100},
        {"counter": "errors", "at_most": 0},
        {"ratio": ["hits", "lookups"], "greater": 0.8, "less": 1.0},
        {"process": true, "growth_per_hour": "10 MB"}
    ]
}
)";

bool is_limit(double value) { return dwell::detail::is_finite(value) && value >= 0; }

// `budgets.json:LINE:COLUMN: ` and some words.
bool says_where(const std::string& error) {
    size_t at = std::string("budgets.json:").size();
    if (error.substr(0, at) != "budgets.json:") {
        return false;
    }
    const auto number = [&](char end) {
        const size_t begin = at;
        while (at < error.size() && std::isdigit(static_cast<unsigned char>(error[at])) != 0) {
            ++at;
        }
        return at > begin && error[begin] != '0' && at < error.size() && error[at++] == end;
    };
    return number(':') && number(':') && error.size() > at + 5 && error[at] == ' ';
}

// True where it was read; every budget must then be one that can be checked.
bool is_read_or_refused(const std::string& text) {
    const dwell::budget_file file = dwell::read_budgets(text);
    INFO(text);
    INFO(file.error);
    if (!file.ok()) {
        REQUIRE(file.budgets.empty());
        REQUIRE(says_where(file.error));
        REQUIRE(file.error.size() < 1000);
        return false;
    }
    REQUIRE_FALSE(file.budgets.empty());
    for (const dwell::file_budget& one : file.budgets) {
        const dwell::budget& limits = one.limits;
        REQUIRE_FALSE(one.subject.empty());
        size_t set = limits.counters.size();
        for (const dwell::time_limit limit :
             {limits.p50, limits.p95, limits.p99, limits.p999, limits.max, limits.mean, limits.cpu_per_call}) {
            REQUIRE(is_limit(limit.ns()));
            set += limit.is_set() ? 1 : 0;
        }
        for (const dwell::number_limit limit :
             {limits.allocations_per_call, limits.bytes_per_call, limits.growth_per_hour}) {
            REQUIRE(is_limit(limit.value()));
            set += limit.is_set() ? 1 : 0;
        }
        for (const dwell::counter_limit& limit : limits.counters) {
            REQUIRE(is_limit(limit.value));
            REQUIRE(one.subject == limit.subject());
        }
        REQUIRE(set > 0);
    }
    return true;
}

}  // namespace

TEST_CASE("budgets.json cut off anywhere is refused with the place") {
    REQUIRE(is_read_or_refused(good_budgets));
    const size_t closing = good_budgets.rfind('}');
    for (size_t size = 0; size <= closing; ++size) {
        if (is_read_or_refused(good_budgets.substr(0, size))) {
            FAIL("read after " << size << " of " << good_budgets.size() << " bytes");
        }
    }
}

TEST_CASE("budgets.json with any one byte changed is refused or sound") {
    size_t read = 0;
    for (size_t at = 0; at < good_budgets.size(); ++at) {
        for (const char byte : {'\0', '9', '"', '{', ']', '-', 'e', ' ', '\x80'}) {
            std::string changed = good_budgets;
            changed[at] = byte;
            read += is_read_or_refused(changed) ? 1 : 0;
        }
    }
    CHECK(read > 300);  // text inside a name or a note, digits
}

TEST_CASE("budgets.json with 10000 random changes is refused or sound") {
    std::mt19937 random(20'261'122);
    size_t read = 0;
    for (int i = 0; i < 10'000; ++i) {
        read += is_read_or_refused(test::mutated(good_budgets, random)) ? 1 : 0;
    }
    CHECK(read > 300);
    CHECK(read < 9'000);
}

TEST_CASE("bytes that never were a budgets.json are refused") {
    std::mt19937 random(7);
    for (int i = 0; i < 2'000; ++i) {
        std::string noise(random() % 200, '\0');
        for (char& byte : noise) {
            byte = static_cast<char>(random());
        }
        REQUIRE_FALSE(is_read_or_refused(noise));
        REQUIRE_FALSE(is_read_or_refused("{\"version\": 1, \"budgets\": [" + noise));
        REQUIRE_FALSE(is_read_or_refused("{\"version\": 1, \"budgets\": [{\"scope\": \"a\", \"p99\": \"" + noise));
    }
}
