// SPDX-License-Identifier: BSL-1.0
// How fast each file of save() is written, whether that depends on how many call paths there are, what memory it takes,
// and how large the files are. The profiles have allocations, and are the same in every run.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

#include <dwell/dwell.hpp>
#include <dwell/profile/builder.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <new>
#include <random>
#include <string>
#include <string_view>

namespace {

// What is allocated while something is measured, on its thread.
constinit thread_local size_t held_bytes = 0;
constinit thread_local size_t peak_bytes = 0;

// In front of each block, so that the block itself is aligned for every type.
constexpr size_t size_of_header = alignof(std::max_align_t);

constexpr uint32_t services = 10;
constexpr int rounds = 7;

/// 10 services, each of which calls some handlers, and each of these some steps: all in all
/// 10 * (1 + handlers * (1 + steps)) call paths.
dwell::profile make_profile(uint32_t handlers_per_service, uint32_t steps_per_handler) {
    dwell::profile_builder builder;
    dwell::profile_parts& parts = builder.parts();
    parts.scale.ns_per_tick = 0.4;
    parts.metadata.program = "service";
    parts.metadata.duration_ns = 60'000'000'000;
    parts.memory.sizes = "requested";
    parts.memory.sample_interval_bytes = 512 * 1024;
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> ticks(10, 0.3);
    const auto fill = [&](uint32_t path) {
        dwell::call_path& here = builder.at(path);
        here.calls = 20;
        for (uint64_t call = 0; call < here.calls; ++call) {
            const auto duration = static_cast<uint64_t>(ticks(random));
            here.durations.record(duration);
            here.total_ticks += duration;
        }
        here.self_memory = {here.calls * 3, here.calls * 160, here.calls * 3 - 1, here.calls * 160 - 64};
        here.self_live = {1.5, 786'432.25, 1e11, 2};
        return here.total_ticks;
    };
    for (uint32_t service = 0; service < services; ++service) {
        const uint32_t in_service =
            builder.path(dwell::call_path::no_parent,
                         builder.name("service." + std::to_string(service), "src/service.cpp", service + 10));
        fill(in_service);
        for (uint32_t handler = 0; handler < handlers_per_service; ++handler) {
            const uint32_t in_handler = builder.path(
                in_service,
                builder.name("service.handler." + std::to_string(handler), "src/handler.cpp", handler + 10));
            fill(in_handler);
            for (uint32_t step = 0; step < steps_per_handler; ++step) {
                const uint64_t inside =
                    fill(builder.path(in_handler, builder.name("service.handler.step." + std::to_string(step),
                                                               "src/step.cpp", step + 10)));
                builder.at(in_handler).total_ticks += inside;
                builder.at(in_service).total_ticks += inside;
            }
        }
    }
    return builder.build();
}

const dwell::profile& small_profile() {
    static const dwell::profile profile = make_profile(9, 110);
    return profile;
}
const dwell::profile& large_profile() {
    static const dwell::profile profile = make_profile(99, 100);
    return profile;
}

/// The bytes that an exporter writes go to a file that keeps none of them.
bool write_nowhere(const dwell::detail::artefact& artefact, const dwell::profile& profile) {
    dwell::file_sink nowhere("/dev/null");
    return artefact.write(nowhere, profile, {}).ok() && nowhere.close();
}

void write_artefact(benchmark::State& state, const dwell::detail::artefact& artefact, const dwell::profile& profile) {
    bench::pin_to_cpu(0);
    for ([[maybe_unused]] auto _ : state) {
        if (!write_nowhere(artefact, profile)) {
            state.SkipWithError("the file was not written");
        }
    }
    state.SetItemsProcessed(static_cast<int64_t>(profile.paths().size()) * state.iterations());
}

/// The least that an exporter could do: as many bytes, which it knows, in pieces as short as names and numbers are.
void copy_bytes(benchmark::State& state, const dwell::profile& profile, size_t bytes) {
    bench::pin_to_cpu(0);
    constexpr std::string_view piece = "0123456789";
    for ([[maybe_unused]] auto _ : state) {
        dwell::file_sink nowhere("/dev/null");
        dwell::detail::text_writer out(nowhere);
        for (size_t copied = 0; copied < bytes; copied += piece.size()) {
            std::string_view text = piece;
            benchmark::DoNotOptimize(text);
            out.text(text);
        }
        if (!out.finish() || !nowhere.close()) {
            state.SkipWithError("the bytes were not written");
        }
    }
    state.SetItemsProcessed(static_cast<int64_t>(profile.paths().size()) * state.iterations());
}

std::string speed_text(double bytes_per_second) {
    char text[64];
    std::snprintf(text, sizeof text, "%.0f MB/s", bytes_per_second / 1e6);
    return text;
}

void print_speed(const bench::measurements& nanoseconds_a_path, double bytes_a_path, const std::string& what,
                 const std::string& to_reach) {
    bench::measurements speed;
    for (const double ns : nanoseconds_a_path.values) {
        speed.values.push_back(bytes_a_path / ns * 1e9);
    }
    if (!speed.values.empty()) {
        bench::print_row("speed of " + what, speed, "", nullptr, to_reach, speed_text);
    }
}

void print_memory(const dwell::detail::artefact& artefact, const std::string& what) {
    const auto peak = [&](const dwell::profile& profile) {
        const size_t before = held_bytes;
        peak_bytes = before;
        benchmark::DoNotOptimize(write_nowhere(artefact, profile));
        return bench::measurements{{static_cast<double>(peak_bytes - before)}};
    };
    const bench::measurements small = peak(small_profile());
    bench::print_row("memory while " + what + " of 100,000 call paths is written", peak(large_profile()), "of 10,000",
                     &small, "", bench::bytes_text);
}

/// Saves all formats, and returns the sizes of the files by their names. That of the metadata has nothing of call
/// paths.
std::map<std::string, size_t> save_all(const dwell::profile& profile) {
    std::string folder = (std::filesystem::temp_directory_path() / "dwell-bench-XXXXXX").string();
    std::map<std::string, size_t> sizes;
    if (mkdtemp(folder.data()) == nullptr || !dwell::save(profile, folder, {.formats = "all"})) {
        std::fprintf(stderr, "export_bench: the profile was not saved in %s\n", folder.c_str());
        std::exit(2);
    }
    std::filesystem::remove(std::filesystem::path(folder) / "metadata.json");
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        sizes[file.path().filename().string()] = file.file_size();
    }
    std::filesystem::remove_all(folder);
    return sizes;
}

void print_sizes(const std::map<std::string, size_t>& sizes) {
    size_t all = 0;
    size_t by_default = 0;
    for (const dwell::detail::artefact& artefact : dwell::detail::artefacts) {
        const auto size = sizes.find(artefact.file_name);
        if (size == sizes.end()) {
            continue;
        }
        all += size->second;
        by_default += artefact.is_default ? size->second : 0;
        bench::print_row("size of " + size->first + " of 100,000 call paths", {{static_cast<double>(size->second)}}, "",
                         nullptr, "", bench::bytes_text);
    }
    bench::print_row("size of the default files together", {{static_cast<double>(by_default)}}, "", nullptr,
                     "at most 100 MB", bench::bytes_text);
    bench::print_row("size of all files together", {{static_cast<double>(all)}}, "", nullptr, "at most 100 MB",
                     bench::bytes_text);
}

}  // namespace

// Not inlined, or g++ 12 sees `free` on one side of a pair and `operator new` on the other, and warns.
[[gnu::noinline]] void* operator new(size_t size) {
    auto* const memory = static_cast<unsigned char*>(std::malloc(size_of_header + size));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    std::memcpy(memory, &size, sizeof size);
    held_bytes += size;
    peak_bytes = peak_bytes < held_bytes ? held_bytes : peak_bytes;
    return memory + size_of_header;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    if (memory != nullptr) {
        unsigned char* const begin = static_cast<unsigned char*>(memory) - size_of_header;
        size_t size = 0;
        std::memcpy(&size, begin, sizeof size);
        held_bytes -= size;
        std::free(begin);
    }
}
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { operator delete(memory); }

int main(int argc, char** argv) {
    const std::map<std::string, size_t> small = save_all(small_profile());
    const std::map<std::string, size_t> large = save_all(large_profile());
    const auto name_of = [](const std::string& file, const char* of) { return file + ", a call path of " + of; };
    bench::ratio_table table;
    for (const dwell::detail::artefact& artefact : dwell::detail::artefacts) {
        const std::string file = artefact.file_name;
        if (large.count(file) == 0) {
            continue;
        }
        const std::string copying = "copying the bytes of " + file;
        table
            .floor(copying,
                   [bytes = small.at(file)](benchmark::State& state) { copy_bytes(state, small_profile(), bytes); })
            ->Repetitions(rounds);
        table
            .row(
                name_of(file, "10,000"),
                [&artefact](benchmark::State& state) { write_artefact(state, artefact, small_profile()); }, copying)
            ->Repetitions(rounds);
        table
            .row(
                name_of(file, "100,000"),
                [&artefact](benchmark::State& state) { write_artefact(state, artefact, large_profile()); },
                name_of(file, "10,000"))
            ->Repetitions(rounds);
    }
    const int status = table.run(argc, argv);
    if (status != 0) {
        return status;
    }
    for (const char* const file : {"profile.json", "profile.folded", "profile.pb"}) {
        print_speed(table.of(name_of(file, "100,000")),
                    static_cast<double>(large.at(file)) / static_cast<double>(large_profile().paths().size()), file,
                    "at least 100 MB/s");
    }
    for (const dwell::detail::artefact& artefact : dwell::detail::artefacts) {
        if (large.count(artefact.file_name) != 0) {
            print_memory(artefact, artefact.file_name);
        }
    }
    print_sizes(large);
    return 0;
}
