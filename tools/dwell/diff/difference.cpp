// SPDX-License-Identifier: BSL-1.0
#include "diff/difference.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/profile/path_match.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <cmath>

namespace dwell::tool {
namespace {

constexpr uint32_t none = call_path::no_parent;

/// The same scope in both profiles, by its index there.
struct scope_pair {
    uint32_t before = none;
    uint32_t after = none;
};

/// Every scope of either: those of before, then those that only after has.
std::vector<scope_pair> pairs_of(const std::vector<uint32_t>& after_of_before, size_t after_count) {
    std::vector<scope_pair> pairs;
    std::vector<bool> is_known(after_count, false);
    for (uint32_t i = 0; i < after_of_before.size(); ++i) {
        pairs.push_back({i, after_of_before[i]});
        if (after_of_before[i] != none) {
            is_known[after_of_before[i]] = true;
        }
    }
    for (uint32_t i = 0; i < after_count; ++i) {
        if (!is_known[i]) {
            pairs.push_back({none, i});
        }
    }
    return pairs;
}

std::vector<uint32_t> match_names(const profile& from, const profile& to) {
    std::vector<uint32_t> matched;
    size_t at = 0;
    for (const scope_name& name : from.names()) {
        while (at < to.names().size() && to.names()[at].text < name.text) {
            ++at;
        }
        const bool is_found = at < to.names().size() && to.names()[at].text == name.text;
        matched.push_back(is_found ? static_cast<uint32_t>(at) : none);
    }
    return matched;
}

/// One of the two profiles, whose scopes are call paths or names.
class side {
public:
    side(const profile& source, bool by_name) : source_(source), by_name_(by_name) {
        if (by_name) {
            names_ = detail::totals_by_name(source);
        }
    }

    [[nodiscard]] size_t size() const { return by_name_ ? names_.size() : source_.paths().size(); }
    [[nodiscard]] double self_ns(uint32_t index) const {
        return index == none ? 0
               : by_name_    ? names_[index].self_ns()
                             : source_.scale().to_ns(source_.paths()[index].self_ticks);
    }
    [[nodiscard]] scope_statistics statistics(uint32_t index) const {
        return index == none ? scope_statistics() : by_name_ ? names_[index] : source_.statistics(index);
    }
    [[nodiscard]] std::string label(uint32_t index) const {
        return by_name_ ? names_[index].name() : source_.path_string(index);
    }
    [[nodiscard]] double whole_self_ns() const {
        double sum = 0;
        for (uint32_t i = 0; i < size(); ++i) {
            sum += self_ns(i);
        }
        return sum;
    }

private:
    const profile& source_;
    bool by_name_;
    std::vector<scope_statistics> names_;
};

std::vector<std::string> warnings_of(const profile& before, const profile& after) {
    std::vector<std::string> warnings;
    const profile_metadata& a = before.metadata();
    const profile_metadata& b = after.metadata();
    const auto warn_where_other = [&](const char* what, const std::string& one, const std::string& other) {
        if (one != other) {
            warnings.push_back(std::string(what) + detail::printable(one) + " before, " + detail::printable(other) +
                               " after");
        }
    };
    warn_where_other("other programs: ", a.program, b.program);
    warn_where_other("other processors: ", a.cpu_model, b.cpu_model);
    warn_where_other("other build flags: ", a.build_flags, b.build_flags);
    if (a.compensated != b.compensated) {
        warnings.emplace_back("what dwell itself has cost is taken away from one of the two only");
    }
    if (before.memory().sizes != after.memory().sizes) {
        warn_where_other(
            "memory was counted otherwise: ", before.memory().sizes.empty() ? "not" : before.memory().sizes,
            after.memory().sizes.empty() ? "not" : after.memory().sizes);
    }
    return warnings;
}

}  // namespace

difference compare_profiles(const profile& before, const profile& after, bool by_name, size_t most) {
    const side old_side(before, by_name);
    const side new_side(after, by_name);
    const std::vector<scope_pair> pairs =
        pairs_of(by_name ? match_names(before, after) : detail::match_paths(before, after), new_side.size());
    difference result;
    std::vector<double> changes;
    changes.reserve(pairs.size());
    for (const scope_pair& pair : pairs) {
        changes.push_back(std::abs(new_side.self_ns(pair.after) - old_side.self_ns(pair.before)));
        ++(pair.before == none ? result.are_new : pair.after == none ? result.are_gone : result.in_both);
    }
    for (const uint32_t i : detail::largest_first(changes, most)) {
        const scope_pair& pair = pairs[i];
        changed_scope scope;
        scope.label = pair.after == none ? old_side.label(pair.before) : new_side.label(pair.after);
        scope.where = pair.before == none ? presence::is_new : pair.after == none ? presence::is_gone : presence::both;
        scope.before = old_side.statistics(pair.before);
        scope.after = new_side.statistics(pair.after);
        result.scopes.push_back(std::move(scope));
    }
    result.left_out = pairs.size() - result.scopes.size();
    result.self_before_ns = old_side.whole_self_ns();
    result.self_after_ns = new_side.whole_self_ns();
    result.warnings = warnings_of(before, after);
    return result;
}

}  // namespace dwell::tool
