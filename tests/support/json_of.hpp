// SPDX-License-Identifier: BSL-1.0
// A profile as the text of profile.json.
#ifndef DWELL_TESTS_SUPPORT_JSON_OF_HPP
#define DWELL_TESTS_SUPPORT_JSON_OF_HPP

#include "support/catch.hpp"

#include <dwell/export/json.hpp>

#include <string>

namespace test {

inline std::string json_of(const dwell::profile& profile) {
    dwell::string_sink out;
    REQUIRE(dwell::write_json(out, profile));
    return out.text();
}

}  // namespace test

#endif
