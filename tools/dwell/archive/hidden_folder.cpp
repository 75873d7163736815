// SPDX-License-Identifier: BSL-1.0
#include "archive/hidden_folder.hpp"

#include <algorithm>
#include <filesystem>

namespace dwell::tool {

std::string hidden_path(const std::string& archive, const run_name& name, std::string_view suffix) {
    return archive + "/." + name.text() + std::string(suffix);
}

std::vector<run_name> list_hidden(const std::string& archive, std::string_view suffix) {
    namespace fs = std::filesystem;
    std::vector<run_name> names;
    std::error_code error;
    for (fs::directory_iterator entries(archive, error); !error && entries != fs::directory_iterator();
         entries.increment(error)) {
        const std::string file = entries->path().filename().string();
        std::error_code ignored;
        if (file.size() <= suffix.size() || file[0] != '.' || !file.ends_with(suffix) ||
            fs::symlink_status(entries->path(), ignored).type() != fs::file_type::directory) {
            continue;
        }
        const std::string_view between(file);
        if (const auto name = parse_run_name(between.substr(1, file.size() - suffix.size() - 1))) {
            names.push_back(*name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace dwell::tool
