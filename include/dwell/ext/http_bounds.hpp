// SPDX-License-Identifier: BSL-1.0
// How many requests an endpoint answers at once, and how many of them wait for an interval to pass.
#ifndef DWELL_EXT_HTTP_BOUNDS_HPP
#define DWELL_EXT_HTTP_BOUNDS_HPP

#include <dwell/core/config.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

using steady_time = std::chrono::steady_clock::time_point;

/// Places for requests, each until a time that is known when it is taken. Any thread.
class request_places {
public:
    explicit request_places(size_t most) : most_(most) {}

    /// False where all are taken.
    [[nodiscard]] bool take(steady_time until) {
        const std::lock_guard<std::mutex> guard(lock_);
        if (taken_.size() >= most_) {
            return false;
        }
        taken_.push_back(until);
        return true;
    }

    void give_back(steady_time until) {
        const std::lock_guard<std::mutex> guard(lock_);
        taken_.erase(std::find(taken_.begin(), taken_.end(), until));
    }

    /// Whole seconds until the first place is free again, at least 1.
    [[nodiscard]] int seconds_until_free(steady_time now) const {
        const std::lock_guard<std::mutex> guard(lock_);
        const auto first = std::min_element(taken_.begin(), taken_.end());
        if (first == taken_.end() || *first <= now) {
            return 1;
        }
        return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*first - now).count());
    }

private:
    mutable std::mutex lock_;
    size_t most_;
    std::vector<steady_time> taken_;
};

/// One of those places, given back when this ends.
class taken_place {
public:
    /// Null where there is none. `places` is kept as long as the place is.
    [[nodiscard]] static std::shared_ptr<const taken_place> take(std::shared_ptr<request_places> places,
                                                                 steady_time until) {
        if (!places->take(until)) {
            return nullptr;
        }
        return std::make_shared<const taken_place>(std::move(places), until);
    }

    taken_place(std::shared_ptr<request_places> places, steady_time until)
        : places_(std::move(places)), until_(until) {}
    ~taken_place() { places_->give_back(until_); }
    taken_place(const taken_place&) = delete;
    taken_place& operator=(const taken_place&) = delete;

private:
    std::shared_ptr<request_places> places_;
    steady_time until_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
