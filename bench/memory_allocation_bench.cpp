// SPDX-License-Identifier: BSL-1.0
// operator new and operator delete with the hooks against two floors in the same process: the C++ library's own pair,
// which the hooks stand in front of, and a pair that only passes on to malloc and free.
#include <dwell/memory/new_delete.hpp>

#include "support/ratio_table.hpp"

#include <dwell/scope.hpp>

#include <benchmark/benchmark.h>

#include <dlfcn.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace {

/// The library's, found behind the ones of this program, and called as a program calls them: through a pointer. Its
/// sized form is called here as what it is, a function that calls the other one: that itself would find this program's.
struct library_pair {
    static inline const auto new_ = reinterpret_cast<void* (*)(std::size_t)>(dlsym(RTLD_NEXT, "_Znwm"));
    static inline const auto delete_ = reinterpret_cast<void (*)(void*)>(dlsym(RTLD_NEXT, "_ZdlPv"));
    static void* take(std::size_t bytes) { return new_(bytes); }
    [[gnu::noinline]] static void give_back(void* memory, std::size_t) { delete_(memory); }
};

struct passing_pair {
    [[gnu::noinline]] static void* take(std::size_t bytes) {
        void* const memory = std::malloc(bytes);
        if (memory == nullptr) {
            throw std::bad_alloc();
        }
        return memory;
    }
    [[gnu::noinline]] static void give_back(void* memory, std::size_t) { std::free(memory); }
};

struct hooked_pair {
    static void* take(std::size_t bytes) { return ::operator new(bytes); }
    static void give_back(void* memory, std::size_t bytes) {
#if defined(__cpp_sized_deallocation)
        ::operator delete(memory, bytes);
#else
        (void)bytes;
        ::operator delete(memory);
#endif
    }
};

/// What DWELL_COUNT_REQUESTED_BYTES=0 makes of them.
struct usable_pair {
    [[gnu::noinline]] static void* take(std::size_t bytes) {
        void* const memory =
            dwell::detail::allocation_recorder::allocate(dwell::detail::usable_source{bytes, 0}, bytes, 0);
        if (memory == nullptr) {
            throw std::bad_alloc();
        }
        return memory;
    }
    [[gnu::noinline]] static void give_back(void* memory, std::size_t bytes) {
        dwell::detail::allocation_recorder::free(dwell::detail::usable_source{bytes, 0}, memory);
    }
};

template <typename T, typename Pair>
struct allocator_of {
    using value_type = T;
    template <typename Other>
    struct rebind {
        using other = allocator_of<Other, Pair>;
    };
    T* allocate(std::size_t count) { return static_cast<T*>(Pair::take(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t count) { Pair::give_back(memory, count * sizeof(T)); }
    friend bool operator==(const allocator_of&, const allocator_of&) { return true; }
};

template <typename Pair>
void allocate_64_bytes(benchmark::State& state) {
    TIMED_SCOPE("allocate");
    for (auto _ : state) {
        void* memory = Pair::take(64);
        benchmark::DoNotOptimize(memory);
        Pair::give_back(memory, 64);
    }
}

template <typename Pair>
void grow_a_vector(benchmark::State& state) {
    TIMED_SCOPE("grow");
    for (auto _ : state) {
        std::vector<int, allocator_of<int, Pair>> values;
        for (int i = 0; i < 100; ++i) {
            values.push_back(i);
            benchmark::DoNotOptimize(values.data());
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const char* const library = "new + delete of 64 bytes, the C++ library's";
    const char* const passing = "new + delete of 64 bytes, passed on to malloc and free";
    const char* const vector = "100 ints pushed back, the C++ library's new and delete";
    bench::ratio_table table;
    table.floor(library, allocate_64_bytes<library_pair>);
    table.row("hooks, over the C++ library's pair", allocate_64_bytes<hooked_pair>, library, "at most 1.0");
    table.floor(passing, allocate_64_bytes<passing_pair>);
    table.row("hooks, over a pair that passes on", allocate_64_bytes<hooked_pair>, passing, "at most 1.25");
    table.row("hooks that count usable bytes, over a pair that passes on", allocate_64_bytes<usable_pair>, passing);
    table.floor(vector, grow_a_vector<library_pair>);
    table.row("a vector's growth with the hooks", grow_a_vector<hooked_pair>, vector);
    table.row("a vector's growth with hooks that count usable bytes", grow_a_vector<usable_pair>, vector,
              "at most 1.25");
    return table.run(argc, argv);
}
