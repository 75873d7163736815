// SPDX-License-Identifier: BSL-1.0
// A memory resource that counts what goes through it, for arenas and pmr containers.
#ifndef DWELL_MEMORY_COUNTING_RESOURCE_HPP
#define DWELL_MEMORY_COUNTING_RESOURCE_HPP

#include <dwell/core/config.hpp>
#include <dwell/memory/allocation_recorder.hpp>
#include <dwell/record/process_memory.hpp>

#include <memory_resource>

DWELL_NAMESPACE_BEGIN

/// Passes requests on to another resource, and counts them on the call path that is open. In a program with the hooks
/// of <dwell/memory/new_delete.hpp> it leaves the counting of `std::pmr::new_delete_resource()` to those; what an arena
/// in front of it hands out is counted here, and what the arena itself takes from `operator new` by the hooks as well.
/// As thread-safe as the resource behind it. Equal to itself only.
class counting_resource : public std::pmr::memory_resource {
public:
    /// `upstream` must outlive it.
    explicit counting_resource(std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : upstream_(upstream) {}

    [[nodiscard]] std::pmr::memory_resource* upstream() const noexcept { return upstream_; }

private:
    struct source {
        static constexpr const char* sizes = "requested";
        static constexpr bool may_move = false;  // an arena may have no room for a larger alignment
        std::pmr::memory_resource* upstream;
        size_t bytes;
        size_t own_alignment;

        static void prepare() noexcept {}
        [[nodiscard]] void* obtain(size_t alignment) const { return upstream->allocate(bytes, alignment); }
        [[nodiscard]] uint64_t size_of(void*) const noexcept { return bytes; }
        void release(void* memory, bool) const { upstream->deallocate(memory, bytes, own_alignment); }
    };

    void* do_allocate(size_t bytes, size_t alignment) override {
        const source from{upstream_, bytes, alignment};
        return counts_here() ? detail::allocation_recorder::allocate(from, bytes, alignment) : from.obtain(alignment);
    }
    void do_deallocate(void* memory, size_t bytes, size_t alignment) override {
        const source from{upstream_, bytes, alignment};
        if (counts_here()) {
            detail::allocation_recorder::free(from, memory);
        } else {
            from.release(memory, false);
        }
    }
    [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    [[nodiscard]] bool counts_here() const noexcept {
        return detail::all_memory.has_hooks.load() == 0 || upstream_ != std::pmr::new_delete_resource();
    }

    std::pmr::memory_resource* upstream_;
};

DWELL_NAMESPACE_END

#endif
