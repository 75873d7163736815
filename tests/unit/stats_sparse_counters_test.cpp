// SPDX-License-Identifier: BSL-1.0
// The sparse array of counters against a plain one, under random operations.
#include <dwell/stats/sparse_counters.hpp>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

constexpr size_t size = 1000;
using thousand_counters = dwell::detail::sparse_counters<size>;

std::vector<uint64_t> contents(const thousand_counters& from) {
    std::vector<uint64_t> result(size);
    size_t next = 0;
    bool ascending = true;
    from.for_each([&](size_t index, uint64_t count) {
        ascending &= index >= next && index < size && count != 0;
        next = index + 1;
        result.at(index) = count;
    });
    CHECK(ascending);
    return result;
}

/// Adds to `to` and to its plain double in one of the two ways.
void add(thousand_counters& to, std::vector<uint64_t>& plain, size_t index, uint64_t amount) {
    if (amount != 1 || !to.increment_by_table(index)) {
        to.add(index, amount);
    }
    plain[index] += amount;
}

}  // namespace

TEST_CASE("sparse counters hold what a plain array does", "[stats]") {
    std::mt19937_64 random(23);
    for (int round = 0; round < 50; ++round) {
        thousand_counters sparse;
        std::vector<uint64_t> plain(size);
        for (int i = 0; i < 300; ++i) {
            if (i == 100) {
                sparse.make_table();
            }
            add(sparse, plain, random() % size, 1 + random() % 2);
        }
        CHECK(contents(sparse) == plain);
        thousand_counters ascending;
        for (size_t index = 0; index < size; ++index) {
            if (plain[index] != 0) {
                ascending.add(index, plain[index]);
            }
        }
        CHECK(ascending == sparse);
        CHECK(plain[sparse.first_index()] != 0);
        CHECK(std::count(plain.begin(), plain.begin() + static_cast<ptrdiff_t>(sparse.first_index()), 0U) ==
              static_cast<ptrdiff_t>(sparse.first_index()));
        CHECK(plain[sparse.last_index()] != 0);
        CHECK(std::count(plain.begin() + static_cast<ptrdiff_t>(sparse.last_index()), plain.end(), 0U) ==
              static_cast<ptrdiff_t>(size - sparse.last_index() - 1));
    }
}

TEST_CASE("sparse counters merge, cover and subtract as plain arrays do", "[stats]") {
    std::mt19937_64 random(29);
    for (int round = 0; round < 200; ++round) {
        thousand_counters a;
        thousand_counters b;
        std::vector<uint64_t> plain_a(size);
        std::vector<uint64_t> plain_b(size);
        if (round % 2 == 0) {
            a.make_table();
        }
        for (uint64_t i = random() % 100; i != 0; --i) {
            add(a, plain_a, random() % size, 1);
        }
        for (uint64_t i = random() % 100; i != 0; --i) {
            add(b, plain_b, random() % size, 1);
        }
        std::vector<uint64_t> plain_sum(size);
        bool plain_covers = true;
        for (size_t index = 0; index < size; ++index) {
            plain_sum[index] = plain_a[index] + plain_b[index];
            plain_covers &= plain_a[index] >= plain_b[index];
        }
        thousand_counters sum(a);
        sum.merge(b);
        CHECK(contents(sum) == plain_sum);
        thousand_counters other_way(b);
        other_way.merge(a);
        CHECK(other_way == sum);

        CHECK(a.covers(b) == plain_covers);
        REQUIRE(sum.covers(a));
        REQUIRE(sum.covers(b));
        sum.subtract(a);
        CHECK(sum == b);
        sum.subtract(b);
        CHECK(sum == thousand_counters());

        // The table of `a` still leads to the right counters once blocks came in between.
        a.merge(b);
        for (int i = 0; i < 50; ++i) {
            add(a, plain_sum, random() % size, 1);
        }
        CHECK(contents(a) == plain_sum);
    }
}

TEST_CASE("increments after a subtraction reach the blocks that are left", "[stats]") {
    thousand_counters values;
    values.make_table();
    values.add(3, 1);
    thousand_counters earlier(values);
    values.add(900, 1);
    values.subtract(earlier);
    std::vector<uint64_t> plain(size);
    plain[900] = 1;
    for (const size_t index : {size_t{3}, size_t{900}, size_t{900}, size_t{4}}) {
        add(values, plain, index, 1);
    }
    CHECK(contents(values) == plain);
}

TEST_CASE("sparse counters merge with themselves", "[stats]") {
    thousand_counters values;
    values.add(3, 5);
    values.add(900, 7);
    values.merge(values);
    CHECK(contents(values)[3] == 10);
    CHECK(contents(values)[900] == 14);
}

TEST_CASE("copies and moves of sparse counters do not share their counters", "[stats]") {
    thousand_counters original;
    original.make_table();
    original.add(10, 1);
    thousand_counters copy(original);
    CHECK_FALSE(copy.increment_by_table(10));
    copy.add(10, 1);
    REQUIRE(original.increment_by_table(10));
    REQUIRE(original.increment_by_table(10));
    CHECK(contents(original)[10] == 3);
    CHECK(contents(copy)[10] == 2);

    thousand_counters moved(std::move(original));
    REQUIRE(moved.increment_by_table(10));
    CHECK(contents(moved)[10] == 4);
    CHECK_FALSE(moved.increment_by_table(999));
    moved = copy;
    CHECK(moved == copy);
    std::swap(moved, copy);
    CHECK(contents(moved)[10] == 2);
}

TEST_CASE("the counter of every rank is found, from either end", "[stats]") {
    std::mt19937_64 random(29);
    for (int round = 0; round < 30; ++round) {
        thousand_counters sparse;
        std::vector<uint64_t> plain(size);
        for (int i = 0; i < 1 + round * 5; ++i) {
            add(sparse, plain, random() % size, 1 + random() % 4);
        }
        uint64_t total = 0;
        for (const uint64_t count : plain) {
            total += count;
        }
        uint64_t rank = 0;
        uint64_t before = 0;
        bool all_right = true;
        for (size_t index = 0; index < size; ++index) {
            for (uint64_t i = 0; i < plain[index]; ++i) {
                const thousand_counters::ranked found = sparse.at_rank(++rank, total);
                all_right &= found.index == index && found.before == before && found.count == plain[index];
            }
            before += plain[index];
        }
        CHECK(rank == total);
        CHECK(all_right);
    }
}
