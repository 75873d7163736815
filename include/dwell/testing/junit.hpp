// SPDX-License-Identifier: BSL-1.0
// The answers of budgets as JUnit XML, which CI servers show as tests.
#ifndef DWELL_TESTING_JUNIT_HPP
#define DWELL_TESTING_JUNIT_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/atomic_file.hpp>
#include <dwell/export/file_system.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utc_time.hpp>
#include <dwell/export/xml_writer.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct junit_options {
    /// Of the test suite, and the class name of its tests, under which CI servers group them.
    std::string suite = "budgets";
    /// When the tests began, in nanoseconds since 1970; 0: the file does not say.
    int64_t timestamp_unix_ns = 0;
    /// Whether an inconclusive answer is a failure. It is a skipped test otherwise.
    bool inconclusive_fails = false;
};

namespace detail {

/// What a result is in JUnit. Each is one element in its test, but for `passed`.
enum class junit_outcome : uint8_t { passed, failure, error, skipped };

[[nodiscard]] inline junit_outcome outcome_of(const budget_result& result, const junit_options& options) noexcept {
    switch (result.answer()) {
        case verdict::pass:
            return junit_outcome::passed;
        case verdict::inconclusive:
            return options.inconclusive_fails ? junit_outcome::failure : junit_outcome::skipped;
        case verdict::fail:
            break;
    }
    return result.error.empty() && !result.checks.empty() ? junit_outcome::failure : junit_outcome::error;
}

class junit_writer {
public:
    junit_writer(text_writer& out, const junit_options& options) noexcept : xml_(out), options_(options) {}

    void write(const std::vector<budget_result>& results) {
        size_t counts[4] = {};
        double seconds = 0.0;
        for (const budget_result& result : results) {
            ++counts[static_cast<uint8_t>(outcome_of(result, options_))];
            seconds += seconds_of(result);
        }
        xml_.declaration();
        xml_.begin("testsuites");
        xml_.begin("testsuite");
        xml_.attribute("name", options_.suite);
        xml_.attribute("tests", results.size());
        xml_.attribute("failures", counts[static_cast<uint8_t>(junit_outcome::failure)]);
        xml_.attribute("errors", counts[static_cast<uint8_t>(junit_outcome::error)]);
        xml_.attribute("skipped", counts[static_cast<uint8_t>(junit_outcome::skipped)]);
        xml_.attribute("time", bounded(seconds), time_decimals);
        if (options_.timestamp_unix_ns != 0) {
            xml_.attribute("timestamp", utc_time(options_.timestamp_unix_ns));
        }
        for (const budget_result& result : results) {
            test_case(result);
        }
        xml_.end();
        xml_.end();
    }

private:
    // Jenkins's schema has no more, and no exponent.
    static constexpr int time_decimals = 3;
    [[nodiscard]] static double bounded(double seconds) noexcept { return seconds < 1e12 ? seconds : 1e12; }
    [[nodiscard]] static double seconds_of(const budget_result& result) noexcept {
        return result.seconds > 0 ? bounded(result.seconds) : 0.0;  // 0 for NaN, too
    }

    void test_case(const budget_result& result) {
        xml_.begin("testcase");
        xml_.attribute("name", result.subject.empty() ? std::string_view("budget") : result.subject);
        xml_.attribute("classname", options_.suite);
        xml_.attribute("time", seconds_of(result), time_decimals);
        const std::string text = result.message();
        switch (outcome_of(result, options_)) {
            case junit_outcome::passed:
                // What was measured is of interest, too: it may come near to the limit.
                xml_.element("system-out", text);
                break;
            case junit_outcome::failure:
                trouble("failure", result, text);
                break;
            case junit_outcome::error:
                trouble("error", result, text);
                break;
            case junit_outcome::skipped:
                trouble("skipped", result, text);
                break;
        }
        xml_.end();
    }

    // CI servers show the message in lists, and the text on the test's page.
    void trouble(std::string_view element, const budget_result& result, std::string_view text) {
        xml_.begin(element);
        xml_.attribute("message", headline_of(text));
        xml_.attribute("type", to_text(result.answer()));
        xml_.text(text);
        xml_.end();
    }

    // The subject, the answer and the worst limit: the first two lines.
    [[nodiscard]] static std::string headline_of(std::string_view text) {
        const size_t first = text.find('\n');
        if (first == std::string_view::npos) {
            return std::string(text);
        }
        std::string_view worst = text.substr(first + 1);
        worst = worst.substr(0, worst.find('\n'));
        const size_t begin = worst.find_first_not_of(' ');
        worst.remove_prefix(begin == std::string_view::npos ? worst.size() : begin);
        return std::string(text.substr(0, first)).append(": ").append(worst);
    }

    xml_writer xml_;
    const junit_options& options_;
};

[[nodiscard]] inline export_status write_junit(text_writer& out, const std::vector<budget_result>& results,
                                               const junit_options& options) {
    junit_writer(out, options).write(results);
    return out.finish();
}

}  // namespace detail

/// Writes a test suite with a test for each result, in their order, under the result's subject (`budget` where
/// that is empty):
///
/// - passed: what was measured is its output.
/// - failed: a `failure`.
/// - failed since nothing could be checked, as where no scope of the name ran: an `error`, which JUnit has for a test
///   that could not be carried out. CI servers count both as failed.
/// - inconclusive: `skipped`, or a `failure` where the options say so.
///
/// The message is the subject, the answer and the worst limit in one line; the text is all of the result's `message()`.
/// Times have at most three decimals; what is no number is 0. Bytes and characters that XML cannot have become U+FFFD.
/// Valid by the schema of the xUnit plugin of Jenkins (junit-10.xsd).
template <sink Sink>
[[nodiscard]] export_status write_junit(Sink& out, const std::vector<budget_result>& results,
                                        const junit_options& options = {}) {
    detail::text_writer writer(out);
    return detail::write_junit(writer, results, options);
}

/// Writes the same to a file, which is there whole or not at all, in place of an older one. The folders above it are
/// made where they are missing. Any thread; the last of several at once wins.
[[nodiscard]] inline export_status save_junit(const std::string& path, const std::vector<budget_result>& results,
                                              const junit_options& options = {}) {
    const detail::own_work not_the_users;
    size_t name_begin = path.size();
    while (name_begin > 0 && !detail::is_separator(path[name_begin - 1])) {
        --name_begin;
    }
    if (name_begin == path.size()) {
        return export_status::failure(path + ": no name of a file");
    }
    // "/" and "." stay; of "results/" the separator is not needed.
    const std::string folder = name_begin == 0 ? "." : path.substr(0, name_begin > 1 ? name_begin - 1 : 1);
    if (const int error = detail::make_folders(folder); error != 0) {
        return detail::file_failure(folder, "cannot make the directory", error);
    }
    return detail::write_whole_file(folder, path.substr(name_begin),
                                    [&](file_sink& out) { return write_junit(out, results, options); });
}

DWELL_NAMESPACE_END

#endif
