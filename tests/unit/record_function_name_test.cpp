// SPDX-License-Identifier: BSL-1.0
// The name that TIMED_FUNCTION makes out of what the compiler says of a function.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <string>
#include <utility>
#include <vector>

namespace function_names {

/// The name of the newest scope: each function below is called once.
template <typename Call>
std::string name_in(const Call& call) {
    const dwell::profile before = dwell::snapshot();
    call();
    const dwell::profile after = dwell::snapshot();
    for (const dwell::scope_name& name : after.names()) {
        if (!before.find(name.text)) {
            return name.text;
        }
    }
    return "no new name";
}

void free_function(int, const std::string&) { TIMED_FUNCTION(); }
std::vector<std::pair<int, char>>* returns_a_pointer(int) {
    TIMED_FUNCTION();
    return nullptr;
}
unsigned long long int several_words() {
    TIMED_FUNCTION();
    return 0;
}
int (*returns_a_function(char))(int) {
    TIMED_FUNCTION();
    return nullptr;
}

template <typename First, typename Second, int Number>
void function_template(First) {
    TIMED_FUNCTION();
}

struct widget {
    widget() { TIMED_FUNCTION(); }
    explicit widget(int) {}
    ~widget() = default;
    int member(int) const {
        TIMED_FUNCTION();
        return 0;
    }
    static void static_member() { TIMED_FUNCTION(); }
    bool operator<(const widget&) const {
        TIMED_FUNCTION();
        return false;
    }
    void operator()(int) const { TIMED_FUNCTION(); }
    explicit operator bool() const {
        TIMED_FUNCTION();
        return true;
    }
    struct inner {
        void deep() { TIMED_FUNCTION(); }
    };
};

template <typename T>
struct box {
    template <typename U>
    void get(U) {
        TIMED_FUNCTION();
    }
};

namespace {
void in_anonymous_namespace() { TIMED_FUNCTION(); }
struct anonymous_class {
    void member() { TIMED_FUNCTION(); }
};
}  // namespace

void function_with_a_lambda() {
    const auto lambda = [](int) { TIMED_FUNCTION(); };
    lambda(1);
}

void function_with_a_local_class() {
    struct local {
        void member() { TIMED_FUNCTION(); }
    };
    local().member();
}

void outer_and_inner() {
    TIMED_FUNCTION();
    const auto lambda = [] { TIMED_FUNCTION(); };
    lambda();
}

bool begins_with(const std::string& text, const std::string& with) { return text.rfind(with, 0) == 0; }
bool contains(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

TEST_CASE("TIMED_FUNCTION: functions and members have their qualified names") {
    CHECK(name_in([] { free_function(1, ""); }) == "function_names::free_function");
    CHECK(name_in([] { returns_a_pointer(1); }) == "function_names::returns_a_pointer");
    CHECK(name_in([] { several_words(); }) == "function_names::several_words");
    CHECK(name_in([] { const widget w; }) == "function_names::widget::widget");
    CHECK(name_in([] { widget(1).member(1); }) == "function_names::widget::member");
    CHECK(name_in([] { widget::static_member(); }) == "function_names::widget::static_member");
    CHECK(name_in([] { widget::inner().deep(); }) == "function_names::widget::inner::deep");
}

TEST_CASE("TIMED_FUNCTION: templates show their arguments") {
    const std::string free_name = name_in([] { function_template<int, std::string, 7>(1); });
    CHECK(begins_with(free_name, "function_names::function_template"));
    CHECK(contains(free_name, "7"));
    CHECK(contains(free_name, "int"));
    CHECK_FALSE(contains(free_name, "void"));
    const std::string member_name = name_in([] { box<int>().get('c'); });
    CHECK(begins_with(member_name, "function_names::box<"));
    CHECK(contains(member_name, "get"));
    CHECK(contains(member_name, "char"));
    const std::string other_name = name_in([] { box<long>().get('c'); });
    CHECK(other_name != member_name);
}

TEST_CASE("TIMED_FUNCTION: operators") {
    CHECK(contains(name_in([] { (void)(widget(1) < widget(2)); }), "function_names::widget::operator<"));
    CHECK(contains(name_in([] { widget(1)(1); }), "function_names::widget::operator()"));
    CHECK(contains(name_in([] { (void)static_cast<bool>(widget(1)); }), "function_names::widget::operator bool"));
}

TEST_CASE("TIMED_FUNCTION: anonymous namespaces, lambdas, local classes, functions that return functions") {
    CHECK(contains(name_in([] { in_anonymous_namespace(); }), "in_anonymous_namespace"));
    CHECK(contains(name_in([] { anonymous_class().member(); }), "anonymous_class::member"));
    const std::string lambda = name_in([] { function_with_a_lambda(); });
    CHECK(contains(lambda, "function_with_a_lambda"));
    CHECK(lambda != "function_names::function_with_a_lambda");
    const std::string local = name_in([] { function_with_a_local_class(); });
    CHECK(contains(local, "local::member"));
    CHECK(contains(local, "function_with_a_local_class"));
    CHECK(contains(name_in([] { returns_a_function('c'); }), "returns_a_function"));
    outer_and_inner();
    const dwell::profile profile = dwell::snapshot();
    CHECK(profile.find("function_names::outer_and_inner")->calls() == 1);
}

TEST_CASE("TIMED_FUNCTION: no name holds what a format cannot carry") {
    (void)name_in([] { function_template<char, std::vector<std::pair<int, std::string>>, -1>('c'); });
    const dwell::profile profile = dwell::snapshot();
    for (const dwell::scope_name& name : profile.names()) {
        CAPTURE(name.text);
        CHECK(dwell::is_valid_name(name.text.data(), name.text.size()));
    }
}

constexpr bool becomes(const char* expected, const auto& signature) {
    const auto name = dwell::detail::function_name(signature);
    for (size_t i = 0; i < name.size; ++i) {
        if (expected[i] != name.text[i]) {
            return false;
        }
    }
    return expected[name.size] == '\0';
}

// As g++ 12 and clang 14 write them.
static_assert(becomes("main", "int main()"));
static_assert(becomes("main", "int main(int, char**)"));
static_assert(becomes("ns::f [with T = int, U = char]", "void ns::f(T) [with T = int; U = char]"));
static_assert(becomes("ns::f [T = int, U = char]", "void ns::f(T) [T = int, U = char]"));
static_assert(becomes("ns::box<T>::get [with T = char]", "int ns::box<T>::get(int) const [with T = char]"));
static_assert(becomes("{anonymous}::f", "void {anonymous}::f()"));
static_assert(becomes("(anonymous namespace)::f", "void (anonymous namespace)::f()"));
static_assert(becomes("f", "std::pair<int (*)(char), long>* f(std::string (&)[3])"));
static_assert(becomes("main()::<lambda(int)>", "main()::<lambda(int)>"));
static_assert(becomes("main()::local::f", "int main()::local::f(int)"));
static_assert(becomes("main()::(anonymous class)::operator()(int) const",
                      "auto main()::(anonymous class)::operator()(int) const"));
static_assert(becomes("a::b::operator<<(int)", "void a::b::operator<<(int)"));
static_assert(becomes("a::operator bool() const", "a::operator bool() const"));

}  // namespace function_names
