// SPDX-License-Identifier: BSL-1.0
// Writes results of budgets as JUnit XML, and as JSON what is to be in it: make_junit <folder>.
#include "support/budget_results.hpp"

#include <dwell/export/json_writer.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/testing/junit.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace {

dwell::export_status write_expected(dwell::file_sink& file, const std::vector<dwell::budget_result>& results) {
    dwell::detail::text_writer out(file);
    dwell::detail::json_writer json(out);
    json.begin_array();
    for (const dwell::budget_result& result : results) {
        json.begin_object();
        json.key("subject");
        json.value(result.subject);
        json.key("answer");
        json.value(to_text(result.answer()));
        json.key("could_be_checked");
        json.value(result.error.empty() && !result.checks.empty());
        json.key("seconds");
        json.value(result.seconds);
        json.key("message");
        json.value(result.message());
        json.end_object();
    }
    json.end_array();
    return out.finish();
}

bool report(const dwell::export_status& status) {
    if (!status) {
        std::fprintf(stderr, "make_junit: %s\n", status.message().c_str());
    }
    return status.ok();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    const std::string folder = argv[1];
    const std::vector<dwell::budget_result> results = test::many_results();
    dwell::junit_options options{"server <&> \"1\"", 1'790'000'000'000'000'000};
    bool all = report(dwell::save_junit(folder + "/junit.xml", results, options));
    options.inconclusive_fails = true;
    all &= report(dwell::save_junit(folder + "/strict.xml", results, options));
    all &= report(dwell::save_junit(folder + "/empty.xml", {}));
    dwell::file_sink file((folder + "/expected.json").c_str());
    all &= report(write_expected(file, results)) && file.close();
    return all ? 0 : 1;
}
