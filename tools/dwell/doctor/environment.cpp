// SPDX-License-Identifier: BSL-1.0
// dwell doctor: the variables that programs with dwell inside read.
#include "doctor/checks.hpp"

#include <dwell/autosave/save_plan.hpp>
#include <dwell/autosave/timeline_environment.hpp>
#include <dwell/export/human.hpp>
#include <dwell/testing/similar_name.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include <unistd.h>

namespace dwell::tool {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.size() < 18 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string anything(const std::string&) { return ""; }

struct variable {
    std::string_view name;
    std::string (*trouble)(const std::string& value);  ///< empty, or what is wrong
};

const variable variables[] = {
    {"DWELL_OUT", anything},
    {"DWELL_FORMATS",
     [](const std::string& value) -> std::string {
         detail::artefact_choice choice;
         const export_status status = choice.choose(value);
         return status ? "" : status.message();
     }},
    {"DWELL_EVERY",
     [](const std::string& value) -> std::string {
         uint64_t ns = 0;
         if (!detail::read_period(value, ns)) {
             return "takes 10ms to 366 days, as 500ms, 30s, 5m or 24h";
         }
         return std::getenv("DWELL_OUT") != nullptr ? "" : "needs DWELL_OUT, which is not set";
     }},
    {"DWELL_KEEP",
     [](const std::string& value) -> std::string {
         return is_number(value) && value.find_first_not_of('0') != std::string::npos ? "" : "takes a number from 1";
     }},
    {"DWELL_TIMELINE",
     [](const std::string& value) -> std::string {
         uint64_t bytes = 0;
         return detail::read_byte_count(value, bytes) ? "" : "takes bytes a thread, as 1048576, 512K or 4M";
     }},
    {"DWELL_PROFILING", anything},
    {"DWELL_INCONCLUSIVE",
     [](const std::string& value) -> std::string {
         return value == "fail" || value == "warn" ? "" : "takes fail or warn";
     }},
    {"DWELL_JUNIT", anything},
    {"DWELL_HEAP_INTERVAL",
     [](const std::string& value) -> std::string { return is_number(value) ? "" : "takes a number of bytes"; }},
    {"DWELL_BENCHMARK_OUT", anything},
};

finding unknown_variable(const std::string& name) {
    detail::similar_name similar(name);
    for (const variable& one : variables) {
        similar.consider(one.name);
    }
    return {"Environment",       detail::printable(name),
            finding_state::note, "no variable of dwell's" + similar.question(),
            "nothing reads it",  "unset " + detail::printable(name)};
}

finding known_variable(const variable& one, const std::string& value) {
    finding result{"Environment", std::string(one.name), finding_state::ok, detail::printable(value), "", ""};
    if (one.name == "DWELL_PROFILING" && value == "0") {
        result.state = finding_state::problem;
        result.stops_recording = true;
        result.meaning = "programs record nothing and write nothing";
    } else if (const std::string trouble = value.empty() ? "" : one.trouble(value); !trouble.empty()) {
        result.state = finding_state::problem;
        result.found += ": " + detail::printable(trouble);
        result.meaning = "programs say so on standard error, and go on as if it were not set";
    }
    if (result.state == finding_state::problem) {
        result.fix = "unset " + std::string(one.name);
    }
    return result;
}

}  // namespace

void check_environment(const doctor_options&, findings& found) {
    findings here;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string text(*entry);
        const std::string name = text.substr(0, text.find('='));
        if (name.rfind("DWELL_", 0) != 0) {
            continue;
        }
        const auto* const known = std::find_if(std::begin(variables), std::end(variables),
                                               [&](const variable& one) { return one.name == name; });
        here.push_back(known == std::end(variables) ? unknown_variable(name)
                                                    : known_variable(*known, text.substr(name.size() + 1)));
    }
    std::sort(here.begin(), here.end(), [](const finding& a, const finding& b) { return a.subject < b.subject; });
    if (here.empty()) {
        here.push_back({"Environment", "variables", finding_state::ok, "none of dwell's is set", "", ""});
    }
    found.insert(found.end(), here.begin(), here.end());
}

}  // namespace dwell::tool
