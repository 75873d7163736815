// SPDX-License-Identifier: BSL-1.0
#include "synthetic.hpp"

#include <dwell/scope.hpp>

#include <fstream>
#include <random>
#include <string_view>
#include <system_error>

namespace indexer {
namespace {

namespace fs = std::filesystem;

// The generator's output is fixed by the standard, that of the standard distributions is not: so none of those here.
class source_generator {
public:
    explicit source_generator(uint64_t seed) : random_(seed) {}

    std::string text() {
        std::string text = "// Made up by a program: " + identifier() + ".\n#include <" + identifier() + ".h>\n\n";
        for (uint64_t functions = 5 + random_() % 60; functions > 0; --functions) {
            add_function(text);
        }
        return text;
    }

private:
    // A vocabulary of 20,000 in which some are common and most are rare.
    std::string identifier() {
        static constexpr std::string_view stems[] = {"buffer", "cursor", "field", "handle", "node", "queue", "table"};
        const double uniform = static_cast<double>(random_() >> 11U) * 0x1p-53;
        const auto rank = static_cast<uint64_t>(20000 * uniform * uniform * uniform);
        return std::string(stems[rank % std::size(stems)]) + "_" + std::to_string(rank);
    }

    void add_function(std::string& text) {
        text += "/* Uses " + identifier() + ". */\nint " + identifier() + "(int " + identifier() + ") {\n";
        for (uint64_t lines = 1 + random_() % 20; lines > 0; --lines) {
            text += "    " + identifier() + " = " + identifier() + "(0x" + std::to_string(random_() % 1000) + ", \"" +
                    identifier() + "\");\n";
        }
        text += "}\n\n";
    }

    std::mt19937_64 random_;
};

}  // namespace

synthetic_tree::synthetic_tree(size_t files, uint64_t seed) {
    TIMED_SCOPE("synthetic.write");
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error);
    std::random_device any;
    while (!error && !fs::create_directory(path_ = folder / ("indexer-" + std::to_string(any())), error)) {
    }
    source_generator generator(seed);
    static constexpr std::string_view extensions[] = {".h", ".hpp", ".cpp"};
    for (size_t i = 0; i < files && !error; ++i) {
        const fs::path subfolder = path_ / ("part_" + std::to_string(i / 100));
        fs::create_directory(subfolder, error);
        std::ofstream file(subfolder / ("file_" + std::to_string(i)).append(extensions[i % std::size(extensions)]),
                           std::ios::binary);
        if (!(file << generator.text()).flush()) {
            error = std::make_error_code(std::errc::io_error);
        }
    }
    if (error) {
        error_ = path_.string() + ": " + error.message();
    }
}

synthetic_tree::~synthetic_tree() {
    std::error_code ignored;  // what is left over is the system's to clean up
    fs::remove_all(path_, ignored);
}

}  // namespace indexer
