// SPDX-License-Identifier: BSL-1.0
// A limit of a counter, or of the ratio of two: counter_ratio("cache.hits", "cache.lookups") > 0.8.
#ifndef DWELL_TESTING_COUNTER_LIMIT_HPP
#define DWELL_TESTING_COUNTER_LIMIT_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN

enum class comparison : uint8_t { less, at_most, greater, at_least };

/// "<", "<=", ">" or ">=".
[[nodiscard]] constexpr std::string_view to_text(comparison which) noexcept {
    constexpr std::string_view texts[] = {"<", "<=", ">", ">="};
    return texts[static_cast<uint8_t>(which)];
}

/// What a counter counted, all label sets together, or that over what another one counted, is to be.
struct counter_limit {
    std::string counter;
    std::string over;  ///< the counter that it is divided by; empty where it stands alone
    comparison relation = comparison::at_most;
    double value = 0.0;

    /// "cache.hits / cache.lookups", or the name alone.
    [[nodiscard]] std::string subject() const { return over.empty() ? counter : counter + " / " + over; }
};

/// A counter, or the ratio of two, to be compared with a number.
class counter_term {
public:
    counter_term(std::string_view counter, std::string_view over) : counter_(counter), over_(over) {}

    friend counter_limit operator<(const counter_term& term, double value) {
        return term.limit(comparison::less, value);
    }
    friend counter_limit operator<=(const counter_term& term, double value) {
        return term.limit(comparison::at_most, value);
    }
    friend counter_limit operator>(const counter_term& term, double value) {
        return term.limit(comparison::greater, value);
    }
    friend counter_limit operator>=(const counter_term& term, double value) {
        return term.limit(comparison::at_least, value);
    }

private:
    [[nodiscard]] counter_limit limit(comparison relation, double value) const {
        return {counter_, over_, relation, value};
    }

    std::string counter_;
    std::string over_;
};

[[nodiscard]] inline counter_term counter_sum(std::string_view counter) { return {counter, {}}; }
[[nodiscard]] inline counter_term counter_ratio(std::string_view counter, std::string_view over) {
    return {counter, over};
}

DWELL_NAMESPACE_END

#endif
