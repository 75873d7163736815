// SPDX-License-Identifier: BSL-1.0
// Hands broken profiles to what dwell reads them with, and what it still could read to all that works on a profile:
// each must be refused by a message, or be read and written. For the sanitizers: scripts/fuzz-dwell builds it with
// them.
//
// usage: dwell_fuzz_readers (SECONDS|EXECUTIONSx) SEED PROFILE…
//   SECONDS      how long; or, with an x behind it, how many executions: 600, 2000x
//   SEED         of the mistakes: the same one makes the same
//   PROFILE      files to make mistakes in
#include <support/mutated_json.hpp>

#include "command_error.hpp"
#include "diff/write_difference.hpp"
#include "profiles/merged_profile.hpp"
#include "profiles/profile_file.hpp"
#include "top/write_ranking.hpp"

#include <dwell/export/artefacts.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/pprof.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace dwell::tool;

struct fuzz_counts {
    unsigned long executions = 0;
    unsigned long were_read = 0;
    unsigned long without_cause = 0;  ///< refused by a message that says nothing
};

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Two files in one, or one that ends early, or only mistakes in places.
std::string mistaken(const std::vector<std::string>& seeds, std::mt19937& random) {
    std::string text = seeds[random() % seeds.size()];
    switch (random() % 8) {
        case 0:
            text.resize(1 + random() % text.size());
            return text;
        case 1: {
            const std::string& other = seeds[random() % seeds.size()];
            text = text.substr(0, random() % text.size()) + other.substr(random() % other.size()) + " ";
            break;
        }
        default:
            break;
    }
    return test::mutated(std::move(text), random);
}

/// Numbers that are valid and hostile reach further than broken syntax does.
std::string with_hostile_numbers(std::string text, std::mt19937& random) {
    constexpr const char* numbers[] = {
        "0",     "1",      "18446744073709551615", "9223372036854775807", "-9223372036854775808",
        "1e308", "5e-324", "4294967295",           "4294967294",          "1e18"};
    for (size_t changes = 1 + random() % 3; changes > 0; --changes) {
        const size_t begin = text.find_first_of("0123456789", random() % text.size());
        if (begin != std::string::npos) {
            const size_t end = text.find_first_not_of("0123456789.e+", begin);
            text.replace(begin, (end == std::string::npos ? text.size() : end) - begin,
                         numbers[random() % std::size(numbers)]);
        }
    }
    return text;
}

void use(const dwell::profile& broken, const dwell::profile& good, const std::string& path, std::mt19937& random) {
    dwell::file_sink nowhere("/dev/null");
    const dwell::save_options defaults;
    // One at a time: all of them for each would leave few executions.
    const auto& file = dwell::detail::artefacts[random() % std::size(dwell::detail::artefacts)];
    if (file.applies(broken)) {
        static_cast<void>(file.write(nowhere, broken, defaults).ok());
    }
    const bool by_path = random() % 2 == 0;
    const quantity by = find_quantity(by_path ? "p99.9" : "self-allocations");
    const ranking scopes = rank(broken, by, by_path, 5);
    static_cast<void>(ranking_table(scopes, {broken, path, by, by_path}, {}));
    static_cast<void>(write_ranking_json(nowhere, scopes, {broken, path, by, by_path}, "dwell.top/1").ok());
    const compared_profiles compared{good, broken, "good", path, !by_path};
    const difference changes = compare_profiles(good, broken, !by_path, 5);
    static_cast<void>(difference_table(changes, compared, {}));
    static_cast<void>(write_difference_markdown(nowhere, changes, compared).ok());
    static_cast<void>(write_difference_json(nowhere, changes, compared).ok());
    dwell::pprof_options pprof;
    pprof.before = &broken;
    static_cast<void>(dwell::write_pprof(nowhere, good, pprof).ok());
    if (random() % 8 == 0) {
        dwell::html_options page;
        page.before = &broken;
        static_cast<void>(dwell::write_html(nowhere, good, page).ok());
    }
}

void execute(const std::vector<std::string>& seeds, const dwell::profile& good, const std::string& path,
             std::mt19937& random, fuzz_counts& counts) {
    ++counts.executions;
    std::string text =
        random() % 2 == 0 ? mistaken(seeds, random) : with_hostile_numbers(seeds[random() % seeds.size()], random);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    try {
        use(load_profile(path), good, path, random);
        ++counts.were_read;
        if (random() % 4 == 0) {
            static_cast<void>(load_and_merge({path, path}));
        }
    } catch (const command_error& error) {
        counts.without_cause += std::string(error.what()).size() <= path.size() + 2 ? 1U : 0U;
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: dwell_fuzz_readers (SECONDS|EXECUTIONSx) SEED PROFILE...\n");
        return 2;
    }
    const std::string limit = argv[1];
    const unsigned long amount = std::strtoul(limit.c_str(), nullptr, 10);
    const bool is_count = limit.back() == 'x';
    const unsigned long seed = std::strtoul(argv[2], nullptr, 10);
    std::vector<std::string> seeds;
    for (int i = 3; i < argc; ++i) {
        seeds.push_back(content_of(argv[i]));
    }
    const dwell::profile good = load_profile(argv[3]);
    // Kept, so that what ends this program can be looked at.
    const std::string path = "fuzz-" + std::to_string(seed) + ".json";
    std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
    fuzz_counts counts;
    const auto start = std::chrono::steady_clock::now();
    const auto is_over = [&] {
        return is_count ? counts.executions >= amount
                        : std::chrono::steady_clock::now() - start >= std::chrono::seconds(amount);
    };
    while (!is_over()) {
        execute(seeds, good, path, random, counts);
    }
    std::remove(path.c_str());
    std::printf("seed %lu: %lu executions, %lu of them read, %lu refused without a cause\n", seed, counts.executions,
                counts.were_read, counts.without_cause);
    return counts.without_cause == 0 && counts.were_read != 0 ? 0 : 1;
}
