// SPDX-License-Identifier: BSL-1.0
// Reads one budget of a budgets.json: its subject, its limits, its note.
#ifndef DWELL_TESTING_BUDGET_MEMBERS_HPP
#define DWELL_TESTING_BUDGET_MEMBERS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_reader.hpp>
#include <dwell/testing/budget_keys.hpp>
#include <dwell/testing/file_budget.hpp>
#include <dwell/testing/quantity_text.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `where` is the member that is being read, and stays at the one that is wrong.
class budget_members {
public:
    budget_members(json_reader& in, std::string& where, file_budget& target) noexcept
        : in_(in), where_(where), target_(target) {}

    bool read() {
        const std::string here = where_;
        return in_.object([&](std::string_view key) {
            size_t which = 0;
            while (which < member_count && key != budget_member_list[which].key) {
                ++which;
            }
            if (which == member_count) {
                return unknown(key);
            }
            if (std::exchange(seen_[which], true)) {
                return in_.fail_at(in_.key_offset(), in_quotes(key) + " twice in one object");
            }
            const size_t key_offset = in_.key_offset();
            where_ = here + '.' + std::string(key);
            in_.peek();
            value_offset_ = in_.offset();
            const budget_member& member = budget_member_list[which];
            if (!read_value(member)) {
                return false;
            }
            where_ = here;
            if (member.kind != budget_key::subject && member.kind != budget_key::note) {
                limits_.push_back({&member, key_offset});
            }
            return true;
        });
    }

    /// Whether it has a subject, and limits that are the subject's; `begin` is where the budget begins.
    bool complete(size_t begin) {
        if (!has_subject_) {
            return in_.fail_at(
                begin, "no subject: one of \"scope\", \"path\", \"scopes\", \"counter\", \"ratio\" and \"process\"");
        }
        const bool is_counted = target_.kind == budget_subject::counter || target_.kind == budget_subject::ratio;
        const bool is_process = target_.kind == budget_subject::process;
        const std::string_view possible = is_counted   ? "less, at_most, greater and at_least"
                                          : is_process ? "growth_per_hour"
                                                       : "p50, p95, p99, p999, max, mean, cpu_per_call, "
                                                         "allocations_per_call and bytes_per_call";
        for (const auto& [member, offset] : limits_) {
            const bool fits = is_counted   ? member->kind == budget_key::relation
                              : is_process ? member->kind == budget_key::growth
                                           : member->kind != budget_key::relation && member->kind != budget_key::growth;
            if (!fits) {
                return in_.fail_at(offset, in_quotes(member->key) + " is no limit of a " +
                                               std::string(to_text(target_.kind)) + ": it has " +
                                               std::string(possible));
            }
        }
        if (limits_.empty()) {
            return in_.fail_at(begin,
                               "no limit: a " + std::string(to_text(target_.kind)) + " has " + std::string(possible));
        }
        for (counter_limit& limit : target_.limits.counters) {
            limit.counter = counter_;
            limit.over = over_;
        }
        return true;
    }

private:
    static constexpr size_t member_count = sizeof(budget_member_list) / sizeof(budget_member_list[0]);

    bool unknown(std::string_view key) {
        unknown_key trouble(key);
        for (const budget_member& member : budget_member_list) {
            trouble.consider(member.key);
        }
        return in_.fail_at(in_.key_offset(), trouble.text());
    }

    bool fail(std::string message) { return in_.fail_at(value_offset_, std::move(message)); }

    bool read_value(const budget_member& member) {
        switch (member.kind) {
            case budget_key::subject:
                return subject(static_cast<budget_subject>(member.which));
            case budget_key::time: {
                double ns = 0.0;
                if (!quantity(time_quantity, ns)) {
                    return false;
                }
                target_.limits.*member.time = time_limit::from_ns(ns);
                return true;
            }
            case budget_key::count:
            case budget_key::relation: {
                double value = 0.0;
                if (!number("a number, as 0", value)) {
                    return false;
                }
                if (member.kind == budget_key::count) {
                    target_.limits.*member.number = value;
                } else {
                    target_.limits.counters.push_back({{}, {}, static_cast<comparison>(member.which), value});
                }
                return true;
            }
            case budget_key::bytes:
            case budget_key::growth: {
                double bytes = 0.0;
                const bool is_text = in_.peek() == '"';
                if (!(is_text ? quantity(byte_quantity, bytes) : number(byte_quantity.example, bytes))) {
                    return false;
                }
                target_.limits.*member.number = bytes;
                return true;
            }
            case budget_key::note:
                return in_.string(target_.note);
        }
        return false;
    }

    // Text with a unit.
    bool quantity(const quantity_kind& kind, double& value) {
        if (is_number()) {
            double ignored = 0.0;
            return in_.number(ignored) && fail("a number without unit: expected " + std::string(kind.example));
        }
        std::string text;
        if (in_.peek() != '"') {
            return fail("expected " + std::string(kind.example));
        }
        if (!in_.string(text)) {
            return false;
        }
        std::string trouble = read_quantity(text, kind, value);
        return trouble.empty() || fail(std::move(trouble));
    }

    bool number(std::string_view expected, double& value) {
        if (!is_number()) {
            return fail("expected " + std::string(expected));
        }
        return in_.number(value) && (value >= 0 || fail("the limit is negative"));
    }

    [[nodiscard]] bool is_number() noexcept {
        const char first = in_.peek();
        return first == '-' || (first >= '0' && first <= '9');
    }

    bool subject(budget_subject kind) {
        if (std::exchange(has_subject_, true)) {
            return in_.fail_at(in_.key_offset(), "a second subject: this budget is of a " +
                                                     std::string(to_text(target_.kind)) + " already");
        }
        target_.kind = kind;
        if (kind == budget_subject::process) {
            bool whole = false;
            target_.subject = "process";
            return in_.boolean(whole) && (whole || fail("expected true"));
        }
        if (kind == budget_subject::ratio) {
            return ratio();
        }
        return in_.string(target_.subject) && is_subject(kind);
    }

    bool is_subject(budget_subject kind) {
        const std::string& text = target_.subject;
        if (text.empty()) {
            return fail("expected a name: this one is empty");
        }
        const bool is_pattern = text.back() == '*';
        switch (kind) {
            case budget_subject::scope:
                return is_pattern ? fail(in_quotes(text) + " is a pattern: its key is \"scopes\"")
                                  : text.find(';') == std::string::npos ||
                                        fail(in_quotes(text) + " is a call path: its key is \"path\"");
            case budget_subject::scopes:
                return (is_pattern && text.find(';') == std::string::npos) ||
                       fail(in_quotes(text) + " is no pattern: expected the beginning of names with * behind it");
            case budget_subject::path:
                if (text.find(';') == std::string::npos) {
                    return fail(in_quotes(text) + " is one name: its key is \"scope\"");
                }
                return (text.front() != ';' && text.back() != ';' && text.find(";;") == std::string::npos) ||
                       fail("an empty name in " + in_quotes(text));
            default:
                counter_ = text;
                return true;
        }
    }

    bool ratio() {
        std::string names[2];
        size_t count = 0;
        const bool was_read = in_.array([&] { return count < 2 ? in_.string(names[count++]) : (++count, in_.skip()); });
        if (!was_read) {
            return false;
        }
        if (count != 2 || names[0].empty() || names[1].empty() || names[0] == names[1]) {
            return fail("expected the names of two counters: [\"cache.hits\", \"cache.lookups\"]");
        }
        counter_ = names[0];
        over_ = names[1];
        target_.subject = counter_ + " / " + over_;
        return true;
    }

    struct given_limit {
        const budget_member* member;
        size_t key_offset;
    };

    json_reader& in_;
    std::string& where_;
    file_budget& target_;
    bool seen_[member_count] = {};
    bool has_subject_ = false;
    size_t value_offset_ = 0;
    std::string counter_;
    std::string over_;
    std::vector<given_limit> limits_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
