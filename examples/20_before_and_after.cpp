// SPDX-License-Identifier: BSL-1.0
// A page that shows what has changed between two runs, out of their profile.json.
//   before_and_after BEFORE.json AFTER.json DIFFERENCE.html
#include <dwell/dwell.hpp>

#include <cstdio>
#include <string>

namespace {

int fail(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        return fail("usage: before_and_after BEFORE.json AFTER.json DIFFERENCE.html");
    }
    dwell::profile before;
    dwell::profile after;
    if (const auto status = dwell::read_json_file(argv[1], before); !status) {
        return fail(status.message());
    }
    if (const auto status = dwell::read_json_file(argv[2], after); !status) {
        return fail(status.message());
    }
    dwell::html_options options;
    options.before = &before;
    dwell::file_sink page(argv[3]);
    if (const auto status = dwell::write_html(page, after, options); !status) {
        return fail(status.message());
    }
    // The page is complete only when it was closed without an error.
    if (!page.close()) {
        return fail(std::string("cannot write ") + argv[3]);
    }
    return 0;
}
