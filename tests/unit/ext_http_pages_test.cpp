// SPDX-License-Identifier: BSL-1.0
// The pages of the endpoint as functions of a profile; tests/endpoint asks a program for them.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <dwell/ext/http_pages.hpp>

#include <cstring>
#include <string>

namespace {

std::string page(const char* path, const dwell::profile& profile, const dwell::endpoint_options& options) {
    for (const dwell::detail::endpoint_page& each : dwell::detail::endpoint_pages) {
        if (std::strcmp(each.path, path) == 0) {
            dwell::detail::body_sink out;
            REQUIRE(each.write(out, profile, {.options = options, .accept = "text/plain", .ns_per_tick = 1}));
            return out.text();
        }
    }
    FAIL(path << " is no page");
    return {};
}

}  // namespace

TEST_CASE("scraped metrics are what was measured whatever the other pages are less") {
    dwell::profile_builder builder = test::builder_of({{"a", 9, 90}});
    builder.parts().metadata.scope_cost_ns = 3;
    const dwell::profile profile = builder.build();
    dwell::endpoint_options options;
    const std::string measured = page("/metrics", profile, options);
    CHECK(measured.find("dwell_scope_wall_seconds_total{scope=\"a\"} 9e-08\n") != std::string::npos);
    options.openmetrics.compensate = true;
    options.json.compensate = true;
    CHECK(page("/metrics", profile, options) == measured);
    // Nobody subtracts one of these from another.
    CHECK(page("/profile.json", profile, options).find("\"compensated\":true") != std::string::npos);
}
