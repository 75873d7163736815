// SPDX-License-Identifier: BSL-1.0
#include "convert/formats.hpp"

#include "command_error.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace dwell::tool {
namespace {

std::string reason_for_nothing(const detail::artefact& file) {
    if (file.applies == detail::has_timeline) {
        return "no timeline is in it: profile.json keeps none, and the program itself writes " +
               std::string(file.file_name);
    }
    return file.applies == detail::has_memory ? "the program did not count memory" : "it has nothing of that";
}

/// Of a format that the list names; nothing where some file of it can be written.
void check_applies(const std::string& format, const profile& source, const std::string& path) {
    const detail::artefact* first = nullptr;
    for (const detail::artefact& file : detail::artefacts) {
        if (format == file.format) {
            if (file.applies(source)) {
                return;
            }
            first = first == nullptr ? &file : first;
        }
    }
    if (first != nullptr) {
        throw command_error(path + ": cannot be written as " + format + ": " + reason_for_nothing(*first));
    }
}

}  // namespace

std::vector<const detail::artefact*> chosen_files(const std::string& formats, const profile& source,
                                                  const std::string& path) {
    detail::artefact_choice choice;
    if (const export_status status = choice.choose(formats); !status) {
        throw command_error("--to " + formats + ": " + status.message());
    }
    std::istringstream names(formats);
    for (std::string name; std::getline(names, name, ',');) {
        name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
        check_applies(name, source, path);
    }
    std::vector<const detail::artefact*> files;
    for (size_t i = 0; i < std::size(detail::artefacts); ++i) {
        if (choice.has(i) && detail::artefacts[i].applies(source)) {
            files.push_back(&detail::artefacts[i]);
        }
    }
    return files;
}

std::string list_of_formats() {
    std::vector<std::string> names;
    for (const detail::artefact& file : detail::artefacts) {
        if (std::find(names.begin(), names.end(), file.format) == names.end()) {
            names.emplace_back(file.format);
        }
    }
    std::string list;
    for (const std::string& name : names) {
        list += (list.empty() ? "" : ", ") + name;
    }
    return list;
}

}  // namespace dwell::tool
