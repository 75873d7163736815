// SPDX-License-Identifier: BSL-1.0
#include "history/run_facts.hpp"

#include "command_error.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <limits>

namespace dwell::tool {
namespace {

using nlohmann::json;

/// Null where there is no such member.
const json& member(const json& object, const char* name) {
    static const json nothing;
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found == object.end() ? nothing : *found;
}

std::string text(const json& object, const char* name) {
    const json& found = member(object, name);
    return found.is_string() ? found.get<std::string>() : std::string();
}

double number(const json& object, const char* name) {
    const json& found = member(object, name);
    return found.is_number() ? found.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

bool is_true(const json& object, const char* name) {
    const json& found = member(object, name);
    return found.is_boolean() && found.get<bool>();
}

/// A program that is built in another folder is the same program.
std::string command_of(const json& run) {
    std::string command;
    for (const json& word : member(run, "command")) {
        if (word.is_string()) {
            const auto& argument = word.get_ref<const std::string&>();
            command += command.empty() ? std::filesystem::path(argument).filename().string() : " " + argument;
        }
    }
    return command;
}

std::string machine_of(const json& run) {
    const std::string host = text(run, "host");
    const std::string processor = text(run, "cpu_model");
    return host + (host.empty() || processor.empty() ? "" : ", ") + processor;
}

json parse_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    try {
        json parsed = json::parse(file);
        if (parsed.is_object()) {
            return parsed;
        }
    } catch (const json::exception&) {
        // Where it went wrong is of no use: nobody mends a run.json.
    }
    throw command_error(path + ": is no object of JSON");
}

}  // namespace

std::string run_facts::date() const {
    const std::string& time = folder.name.time;
    return time.substr(0, 4) + '-' + time.substr(4, 2) + '-' + time.substr(6, 2) + ' ' + time.substr(9, 2) + ':' +
           time.substr(11, 2);
}

run_facts read_run_facts(const run_folder& folder) {
    const json run = parse_file(folder.path + "/run.json");
    const json& git = member(run, "git");
    const json& exit_status = member(run, "exit_status");
    run_facts facts;
    facts.folder = folder;
    facts.commit = text(git, "commit").empty() ? folder.name.commit : text(git, "commit");
    facts.branch = text(git, "branch");
    facts.is_dirty = is_true(git, "dirty");
    facts.machine = machine_of(run);
    facts.command = command_of(run);
    facts.has_failed =
        (exit_status.is_number() && exit_status != 0) || member(run, "signal").is_string() || is_true(run, "timed_out");
    facts.wall_ns = number(run, "duration_ns");
    facts.cpu_ns = number(run, "user_ns") + number(run, "system_ns");
    facts.memory_bytes = number(run, "largest_resident_bytes");
    return facts;
}

}  // namespace dwell::tool
