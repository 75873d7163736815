// SPDX-License-Identifier: BSL-1.0
// The containers of the standard library have a behaviour that is known: what is counted of it is exact.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

TEST_CASE("the profile says what is counted", "[memory]") {
    const dwell::profile profile = dwell::snapshot();
#if defined(__SANITIZE_ADDRESS__)
    CHECK(profile.memory().sizes == "not counted under AddressSanitizer");
#elif defined(__SANITIZE_THREAD__)
    CHECK(profile.memory().sizes == "not counted under ThreadSanitizer");
#endif
    RETURN_UNLESS_COUNTED();
    CHECK(profile.memory().sizes == (counts_requested ? "requested" : "usable"));
}

TEST_CASE("a vector's growth is counted exactly", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("vector");
        std::vector<int> values;
        for (int i = 0; i < 100; ++i) {
            values.push_back(i);
        }
    }
    const dwell::memory_counts counts = self_memory(dwell::snapshot(), "vector");
    CHECK(counts.allocations == 8);  // 1, 2, 4, ... 128
    CHECK(counts.frees == 8);
    CHECK(counts.allocated_bytes == counts.freed_bytes);
    if (counts_requested) {
        CHECK(counts.allocated_bytes == (1 + 2 + 4 + 8 + 16 + 32 + 64 + 128) * sizeof(int));
    } else {
        CHECK(counts.allocated_bytes >= (1 + 2 + 4 + 8 + 16 + 32 + 64 + 128) * sizeof(int));
    }
}

TEST_CASE("each node of a map, and each long string, is one allocation on its own call path", "[memory]") {
    RETURN_UNLESS_COUNTED();
    std::map<int, std::string> map;
    {
        TIMED_SCOPE("fill");
        for (int i = 0; i < 10; ++i) {
            TIMED_SCOPE("insert");
            std::string text;
            {
                TIMED_SCOPE("text");
                text.assign(i % 2 == 0 ? 15 : 100, 'x');  // 15 characters fit into the string itself
            }
            map.emplace(i, std::move(text));
        }
    }
    {
        TIMED_SCOPE("empty");
        map.clear();
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts inserted = self_memory(profile, "insert");
    CHECK(inserted.allocations == 10);
    CHECK(inserted.frees == 0);
    const dwell::memory_counts text = self_memory(profile, "text");
    CHECK(text.allocations == 5);
    if (counts_requested) {
        CHECK(text.allocated_bytes == 5 * 101);
    }
    const dwell::memory_counts emptied = self_memory(profile, "empty");
    CHECK(emptied.allocations == 0);
    CHECK(emptied.frees == 15);
    CHECK(emptied.freed_bytes == inserted.allocated_bytes + text.allocated_bytes);
    // With the children's: fill has what insert and text have.
    const dwell::call_path& fill = profile.paths()[*profile.find_path("fill")];
    CHECK(fill.self_memory.allocations == 0);
    CHECK(fill.memory.allocations == 15);
    CHECK(fill.memory.allocated_bytes == emptied.freed_bytes);
}

TEST_CASE("arrays of what needs no destructor balance, though their size is not said when they are freed", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("arrays");
        for (size_t size = 0; size < 300; ++size) {
            char* const array = opaque(new char[size]);
            for (size_t i = 0; i < size; ++i) {
                array[i] = static_cast<char>(0xFF);  // to the last byte: what is noted stands behind it
            }
            delete[] opaque(array);
        }
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts counts = self_memory(profile, "arrays");
    CHECK(counts.allocations == 300);
    CHECK(counts.frees == 300);
    CHECK(counts.allocated_bytes == counts.freed_bytes);
    if (counts_requested) {
        CHECK(counts.allocated_bytes == 299 * 300 / 2);
    }
    CHECK(profile.memory().frees_of_unknown_size == 0);
}

TEST_CASE("what is freed without its size is counted with the one that it was allocated with", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("unsized");
        for (size_t size = 0; size < 100'000; size = 1 + size + size / 9) {
            ::operator delete(opaque(::operator new(size)));
            ::operator delete (opaque(::operator new (size, std::align_val_t{128})), std::align_val_t{128});
        }
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts counts = self_memory(profile, "unsized");
    CHECK(counts.allocations > 100);
    CHECK(counts.frees == counts.allocations);
    CHECK(counts.allocated_bytes == counts.freed_bytes);
    CHECK(profile.memory().frees_of_unknown_size == 0);
}

TEST_CASE("memory that another operator new made is freed, and said to be of unknown size", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("foreign");
        void* const foreign = std::malloc(1000);
        std::memset(foreign, 0x55, 1000);
        ::operator delete(opaque(foreign));
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts counts = self_memory(profile, "foreign");
    CHECK(counts.allocations == 0);
    CHECK(counts.frees == 1);
    CHECK(counts.freed_bytes >= 1000);
    CHECK(profile.memory().frees_of_unknown_size == (counts_requested ? 1 : 0));
}

TEST_CASE("dwell's own memory is nobody's: neither a snapshot, nor a copy, nor its end", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("user");
        dwell::profile first = dwell::snapshot();
        const dwell::profile copy = first;  // NOLINT: the copy is what is tested
        first = dwell::snapshot();
        first = copy;
        dwell::profile moved = std::move(first);
        moved = dwell::snapshot();
        const dwell::profile both = dwell::merge(moved, copy);
        const dwell::profile between = dwell::delta(moved, copy);
        dwell::file_sink nowhere("/dev/null");
        CHECK(dwell::write_json(nowhere, both));
        CHECK(dwell::write_folded(nowhere, between));
        CHECK(dwell::write_table(nowhere, both));
        CHECK(dwell::write_speedscope(nowhere, both));
        CHECK(dwell::write_hdr_log(nowhere, both));
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts counts = self_memory(profile, "user");
    CHECK(counts.allocations == 0);
    CHECK(counts.frees == 0);
    CHECK(profile.memory().own.allocations > 10);
}

TEST_CASE("what a user's sink allocates is the user's", "[memory]") {
    RETURN_UNLESS_COUNTED();
    struct allocating_sink {
        int writes = 0;
        void write(const char*, size_t) {
            TIMED_SCOPE("sink");
            delete opaque(new int(++writes));
        }
    } sink;
    const dwell::profile profile = dwell::snapshot();
    {
        TIMED_SCOPE("reporter");
        CHECK(dwell::write_json(sink, profile));
        delete opaque(new int(1));
    }
    const dwell::profile after = dwell::snapshot();
    CHECK(self_memory(after, "reporter").allocations == 1);
    CHECK(sink.writes > 0);
    CHECK(self_memory(after, "sink").allocations == static_cast<uint64_t>(sink.writes));
    CHECK(after.find_path("reporter;sink").has_value());
}

TEST_CASE("a switch of the scope while memory is held moves the free, not the allocation", "[memory]") {
    RETURN_UNLESS_COUNTED();
    std::unique_ptr<std::string> held;
    {
        TIMED_SCOPE("giver");
        held = std::make_unique<std::string>();
    }
    {
        TIMED_SCOPE("taker");
        held.reset();
    }
    const dwell::profile profile = dwell::snapshot();
    CHECK(self_memory(profile, "giver").allocations == 1);
    CHECK(self_memory(profile, "giver").frees == 0);
    CHECK(self_memory(profile, "taker").allocations == 0);
    CHECK(self_memory(profile, "taker").freed_bytes == self_memory(profile, "giver").allocated_bytes);
}

TEST_CASE("a million call paths that allocate need the memory of those within the bound", "[memory]") {
    RETURN_UNLESS_COUNTED();
    constexpr uint64_t width = 1'000;
    std::vector<dwell::interned_name> names;
    for (uint64_t i = 0; i < width; ++i) {
        names.push_back(dwell::intern("name " + std::to_string(i)));
    }
    const auto resident = [] {
        std::ifstream file("/proc/self/statm");
        uint64_t size = 0;
        uint64_t pages = 0;
        file >> size >> pages;
        return pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    };
    const uint64_t before = resident();
    for (const dwell::interned_name& outer : names) {
        TIMED_SCOPE_DYNAMIC(outer);
        for (const dwell::interned_name& inner : names) {
            TIMED_SCOPE_DYNAMIC(inner);
            delete opaque(new int(1));
        }
    }
    // 0.7 KB a call path, and 1 to 3 KB for its durations.
    CHECK(resident() - before < 120'000'000);
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts beyond = self_memory(profile, "(truncated)");
    CHECK(beyond.allocations >= width * width - 16'384);
    CHECK(profile.health().truncated_calls >= width * width - 16'384);
    dwell::memory_counts all;
    for (const dwell::call_path& path : profile.paths()) {
        all.add(path.self_memory);
    }
    CHECK(all.allocations == width * width);
    CHECK(all.frees == width * width);
    CHECK(all.allocated_bytes == all.freed_bytes);
}

TEST_CASE("allocations beyond the bound of call paths are counted under (truncated)", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::recording_limits limits;
    limits.call_paths_per_thread = 100;
    dwell::set_recording_limits(limits);
    for (int i = 0; i < 1'000; ++i) {
        const std::string name = "path " + std::to_string(i);
        TIMED_SCOPE_DYNAMIC(name);
        delete opaque(new int(i));
    }
    dwell::set_recording_limits({});
    const dwell::profile profile = dwell::snapshot();
    CHECK(profile.paths().size() <= 110);
    CHECK(self_memory(profile, "(truncated)").allocations + 110 >= 1'000);
    dwell::memory_counts all;
    for (const dwell::call_path& path : profile.paths()) {
        all.add(path.self_memory);
    }
    CHECK(all.allocations == 1'000);
    CHECK(all.freed_bytes == all.allocated_bytes);
}
