// SPDX-License-Identifier: BSL-1.0
// The code to be measured, with what has to be done before and after each call that is not.
#ifndef DWELL_TESTING_MEASURED_CALLS_HPP
#define DWELL_TESTING_MEASURED_CALLS_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/do_not_optimize.hpp>

#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

namespace detail {

/// Not for pointers to members: those are called otherwise.
template <typename Callable, typename State>
concept callable_with_state = std::move_constructible<State> && requires(Callable& callable, State& state) {
    callable(state);
};

}  // namespace detail

/// A callable that takes what another one made for it: see `with_set_up`.
template <typename SetUp, typename Callable>
struct prepared_callable {
    using state = std::remove_cvref_t<std::invoke_result_t<SetUp&>>;

    SetUp set_up;
    Callable callable;
};

/// For `measure` and `check`: each call of `callable(state)` gets a state of its own, a reference to what `set_up()`
/// returned, or to a copy where that is itself a reference. Neither making the states nor destroying them is timed or
/// counted; they are made up to 1,000 at a time, as many as 10 ms suffice for. A state must be movable.
template <std::invocable SetUp, typename Callable>
requires detail::callable_with_state<Callable, std::remove_cvref_t<std::invoke_result_t<SetUp&>>>
[[nodiscard]] prepared_callable<SetUp, Callable> with_set_up(SetUp set_up, Callable callable) {
    return {std::move(set_up), std::move(callable)};
}

namespace detail {

/// Code to be measured, its type forgotten, so that measuring is compiled once. `run` makes calls `first` to
/// `first + count - 1` of those that `prepare` was told of.
struct measured_calls {
    void* code = nullptr;
    void (*run)(void* code, uint64_t first, uint64_t count) = nullptr;
    void (*prepare)(void* code, uint64_t count) = nullptr;  ///< null where nothing is to be prepared
    void (*clean_up)(void* code) = nullptr;
    uint64_t most_at_once = uint64_max;
};

/// A call whose result is not optimised away.
template <typename Callable, typename... Arguments>
DWELL_ALWAYS_INLINE void call_and_keep(Callable& callable, Arguments&... arguments) {
    if constexpr (std::is_void_v<std::invoke_result_t<Callable&, Arguments&...>>) {
        callable(arguments...);
        clobber_memory();
    } else {
        const auto& result = callable(arguments...);
        if constexpr (std::is_function_v<std::remove_reference_t<decltype(result)>>) {
            clobber_memory();
        } else {
            do_not_optimize(result);
        }
    }
}

/// What can be measured: a callable without arguments, or the result of `with_set_up`.
template <typename Callable>
class measured_code {
public:
    explicit measured_code(Callable& callable) noexcept : callable_(&callable) {}

    [[nodiscard]] measured_calls calls() noexcept {
        measured_calls result;
        result.code = this;
        result.run = [](void* code, uint64_t, uint64_t count) {
            Callable& callable = *static_cast<measured_code*>(code)->callable_;
            for (uint64_t i = 0; i < count; ++i) {
                call_and_keep(callable);
            }
        };
        return result;
    }

private:
    Callable* callable_;
};

template <typename SetUp, typename Callable>
class measured_code<prepared_callable<SetUp, Callable>> {
    using prepared = prepared_callable<SetUp, Callable>;

public:
    explicit measured_code(prepared& code) noexcept : prepared_(&code) {}

    [[nodiscard]] measured_calls calls() noexcept {
        measured_calls result;
        result.code = this;
        result.run = [](void* code, uint64_t first, uint64_t count) {
            auto& self = *static_cast<measured_code*>(code);
            for (uint64_t i = first; i < first + count; ++i) {
                call_and_keep(self.prepared_->callable, self.states_[i].value);
            }
        };
        result.prepare = [](void* code, uint64_t count) {
            auto& self = *static_cast<measured_code*>(code);
            self.states_.reserve(count);
            for (uint64_t i = 0; i < count; ++i) {
                self.states_.push_back({self.prepared_->set_up()});
            }
        };
        result.clean_up = [](void* code) { static_cast<measured_code*>(code)->states_.clear(); };
        result.most_at_once = 1000;
        return result;
    }

private:
    // Of what is bool, too, each is to have an address.
    struct kept_state {
        typename prepared::state value;
    };

    prepared* prepared_;
    std::vector<kept_state> states_;
};

template <typename>
inline constexpr bool is_prepared = false;
template <typename SetUp, typename Callable>
inline constexpr bool is_prepared<prepared_callable<SetUp, Callable>> = true;

/// Whether code is to be copied before it is measured: a function has no address that is an object's, and what a const
/// set-up needs may not be changed.
template <typename Code>
inline constexpr bool is_copied_first = std::is_function_v<Code> ||
                                        (std::is_const_v<Code> && is_prepared<std::remove_cv_t<Code>>);

}  // namespace detail

/// What `measure` and `check` take: anything that is called without an argument, or the result of `with_set_up`.
template <typename Code>
concept measurable = std::invocable < std::remove_cvref_t<Code>
& > || detail::is_prepared<std::remove_cvref_t<Code>>;

DWELL_NAMESPACE_END

#endif
