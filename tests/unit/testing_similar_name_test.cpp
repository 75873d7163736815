// SPDX-License-Identifier: BSL-1.0
// What somebody may have meant: what is similar, and what is not.
#include <dwell/stats/random.hpp>
#include <dwell/testing/similar_name.hpp>

#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

std::string question_for(const std::string& wanted, const std::vector<std::string>& names) {
    dwell::detail::similar_name similar(wanted);
    for (const std::string& name : names) {
        similar.consider(name);
    }
    return similar.question();
}

bool is_similar(const std::string& wanted, const std::string& name) {
    return question_for(wanted, {name}) == "; did you mean \"" + name + "\"?";
}

}  // namespace

TEST_CASE("similar_name: a letter more or less or another or two swapped") {
    CHECK(is_similar("server.prase", "server.parse"));
    CHECK(is_similar("server.pars", "server.parse"));
    CHECK(is_similar("server.parsee", "server.parse"));
    CHECK(is_similar("server_parse", "server.parse"));
    CHECK(is_similar("SERVER.Parse", "server.parse"));
    CHECK(is_similar("db", "dB"));
    CHECK(is_similar("ba", "ab"));  // one swap
    CHECK(is_similar("a;b;x", "a;b;c"));
    CHECK_FALSE(is_similar("db", "ui"));
    CHECK_FALSE(is_similar("server.parse", "client.parse"));
    CHECK_FALSE(is_similar("", "a"));
    CHECK_FALSE(is_similar("cba", "abc"));
    CHECK_FALSE(is_similar(std::string(300, 'x'), std::string(300, 'x') + "y"));
    CHECK(is_similar(std::string(199, 'x'), std::string(200, 'x')));
}

TEST_CASE("similar_name: up to three edits wherever they are and no more") {
    dwell::random_generator random(31);
    for (int round = 0; round < 3'000; ++round) {
        // Each letter once, so that no other way is shorter.
        const std::string wanted = "abcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+-/:;<=>?@";
        std::string name = wanted;
        const int edits = static_cast<int>(random.next() % 6);
        for (int i = 0; i < edits; ++i) {
            // Each in a part of its own.
            const size_t at = static_cast<size_t>(i) * 8 + 1 + random.next() % 4;
            switch (random.next() % 4) {
                case 0:
                    name.insert(at, 1, '~');
                    break;
                case 1:
                    name.erase(at, 1);
                    break;
                case 2:
                    name[at] = '~';
                    break;
                default:
                    std::swap(name[at], name[at + 1]);
            }
        }
        CAPTURE(wanted, name, edits);
        CHECK(is_similar(wanted, name) == (edits <= 3));
    }
}

TEST_CASE("similar_name: part of a name between separators") {
    CHECK(is_similar("parse", "server.parse"));
    CHECK(is_similar("parse", "net::server::parse"));
    CHECK(is_similar("server", "server.parse_all"));
    CHECK_FALSE(is_similar("parse", "sparse_matrices"));
    CHECK_FALSE(is_similar("parse", "parser_of_all"));
}

TEST_CASE("similar_name: the nearest and of those equally near the first") {
    CHECK(question_for("parse", {"server.parse", "parts", "parsed", "parsec"}) == "; did you mean \"parsed\"?");
    CHECK(question_for("server.prase", {"server.phase", "server.parse"}) == "; did you mean \"server.phase\"?");
    CHECK(question_for("parse", {}).empty());
    CHECK(question_for("parse", {"", "tokens"}).empty());
    CHECK(question_for("a\xFF\n;", {"a\xFF\n:"}) == "; did you mean \"a\xFF\n:\"?");
}
