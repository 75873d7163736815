// SPDX-License-Identifier: BSL-1.0
// The ways to name a scope: a literal, the function's own name, a call, and text that is made at run time.
#include <dwell/dwell.hpp>

#include <array>
#include <cstdio>
#include <string>

namespace {

class parser {
public:
    int parse(const std::string& text) {
        TIMED_FUNCTION();  // "parser::parse", with the namespaces around it
        // A scope around one expression; the result passes through.
        const int tokens = dwell::timed<"parser.tokenize">([&] { return count_words(text); });
        {
            TIMED_SCOPE("parser.build");  // to the end of the block
            nodes_ += tokens;
        }
        return tokens;
    }
    [[nodiscard]] int nodes() const { return nodes_; }

private:
    static int count_words(const std::string& text) {
        int words = 0;
        for (const char c : text) {
            words += c == ' ' ? 1 : 0;
        }
        return words + 1;
    }
    int nodes_ = 0;
};

void run_plugins(const std::array<std::string, 3>& plugins) {
    for (const std::string& plugin : plugins) {
        // The name is looked up each time. At most 4,096 different ones: never an id or a file name of the outside.
        TIMED_SCOPE_DYNAMIC("plugin." + plugin);
    }
}

class stage {
public:
    explicit stage(const std::string& name) : name_(dwell::intern("stage." + name)) {}
    void run() const {
        TIMED_SCOPE_DYNAMIC(name_);  // looked up once, in the constructor
    }

private:
    dwell::interned_name name_;
};

void wait_or_compute() {
    // The thread's CPU time beside the wall time, for 800 ns more: a scope that waits shows less of it.
    TIMED_SCOPE_CPU("compute");
}

}  // namespace

int main() {
    parser first;
    for (int round = 0; round < 100; ++round) {
        first.parse("the quick brown fox");
    }
    run_plugins({"spelling", "grammar", "style"});
    const stage compile("compile");
    compile.run();
    compile.run();
    wait_or_compute();

    const dwell::profile profile = dwell::snapshot();
    for (const dwell::scope_name& name : profile.names()) {
        std::printf("%s\n", name.text.c_str());
    }
    const auto compiled = profile.find("stage.compile");
    const auto plugins = profile.roll_up("plugin.*");
    const auto tokenized = profile.find("parser.tokenize");
    const bool all_there = compiled.has_value() && compiled->calls() == 2 && plugins.has_value() &&
                           plugins->calls() == 3 && tokenized.has_value() && tokenized->calls() == 100;
    return all_there && first.nodes() == 400 ? 0 : 1;
}
