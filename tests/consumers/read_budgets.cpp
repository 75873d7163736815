// SPDX-License-Identifier: BSL-1.0
// Reads a budgets.json in each line of standard input, and says "ok" or what is wrong, a line each: read_budgets.
#include <dwell/testing/budget_file.hpp>

#include <iostream>
#include <string>

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const dwell::budget_file file = dwell::read_budgets(line);
        std::cout << (file.ok() ? "ok" : file.error) << '\n';
    }
}
