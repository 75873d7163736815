// SPDX-License-Identifier: BSL-1.0
// A part of a profile that is large and never changes: copies of the profile share it.
#ifndef DWELL_PROFILE_SHARED_PART_HPP
#define DWELL_PROFILE_SHARED_PART_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A value that is never changed, and is destroyed with the last of its copies. Compares by content. Not
/// std::shared_ptr: <memory> would cost each file that reports 50 ms. Copies may be made and destroyed on any thread.
template <typename T>
class shared_part {
public:
    /// An empty `T`.
    shared_part() noexcept = default;
    explicit shared_part(T value) : held_(new counted{std::move(value)}) {}

    shared_part(const shared_part& other) noexcept : held_(other.held_) {
        if (held_ != nullptr) {
            held_->owners.fetch_add(1);
        }
    }
    shared_part(shared_part&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    shared_part& operator=(shared_part other) noexcept {
        std::swap(held_, other.held_);
        return *this;
    }
    ~shared_part() {
        if (held_ != nullptr && held_->owners.fetch_add(uint64_max) == 1) {
            delete held_;
        }
    }

    [[nodiscard]] const T& operator*() const noexcept { return held_ != nullptr ? held_->value : nothing(); }
    [[nodiscard]] const T* operator->() const noexcept { return &**this; }

    friend bool operator==(const shared_part& a, const shared_part& b) { return a.held_ == b.held_ || *a == *b; }

private:
    struct counted {
        T value;
        atomic_cell<uint64_t> owners{1};
    };

    // Never destroyed: a profile may be read when the program ends.
    union empty_value {
        T value;
        empty_value() noexcept : value() {}
        ~empty_value() {}  // NOLINT(modernize-use-equals-default): `value` has a destructor
        empty_value(const empty_value&) = delete;
        empty_value& operator=(const empty_value&) = delete;
    };
    static const T& nothing() noexcept {
        static const empty_value none;
        return none.value;
    }

    counted* held_ = nullptr;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
