// SPDX-License-Identifier: BSL-1.0
// The keys of a budget in a budgets.json, and what somebody who wrote another one may have meant.
#ifndef DWELL_TESTING_BUDGET_KEYS_HPP
#define DWELL_TESTING_BUDGET_KEYS_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/quantity_text.hpp>
#include <dwell/testing/similar_name.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What a key of a budget is.
enum class budget_key : uint8_t { subject, time, count, bytes, growth, relation, note };

struct budget_member {
    std::string_view key;
    budget_key kind;
    uint8_t which = 0;  ///< the subject's or the comparison's number
    time_limit budget::*time = nullptr;
    number_limit budget::*number = nullptr;
};

inline constexpr budget_member budget_member_list[] = {
    {"scope", budget_key::subject, 0},
    {"path", budget_key::subject, 1},
    {"scopes", budget_key::subject, 2},
    {"counter", budget_key::subject, 3},
    {"ratio", budget_key::subject, 4},
    {"process", budget_key::subject, 5},
    {"p50", budget_key::time, 0, &budget::p50},
    {"p95", budget_key::time, 0, &budget::p95},
    {"p99", budget_key::time, 0, &budget::p99},
    {"p999", budget_key::time, 0, &budget::p999},
    {"max", budget_key::time, 0, &budget::max},
    {"mean", budget_key::time, 0, &budget::mean},
    {"cpu_per_call", budget_key::time, 0, &budget::cpu_per_call},
    {"allocations_per_call", budget_key::count, 0, nullptr, &budget::allocations_per_call},
    {"bytes_per_call", budget_key::bytes, 0, nullptr, &budget::bytes_per_call},
    {"growth_per_hour", budget_key::growth, 0, nullptr, &budget::growth_per_hour},
    {"less", budget_key::relation, 0},
    {"at_most", budget_key::relation, 1},
    {"greater", budget_key::relation, 2},
    {"at_least", budget_key::relation, 3},
    {"note", budget_key::note},
};

/// What is wrong with a key, and what it may have been meant to be.
class unknown_key {
public:
    explicit unknown_key(std::string_view key) : key_(key), similar_(key) {}

    void consider(std::string_view known) {
        similar_.consider(known);
        all_ += (all_.empty() ? "" : ", ") + std::string(known);
    }
    [[nodiscard]] std::string text() const {
        const std::string question = similar_.question();
        return "unknown key " + in_quotes(key_) + (question.empty() ? ": there are " + all_ : question);
    }

private:
    std::string_view key_;
    similar_name similar_;
    std::string all_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
