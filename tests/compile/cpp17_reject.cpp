// SPDX-License-Identifier: BSL-1.0
// flags: -std=c++17
// expect-error: dwell needs C\+\+20
#include <dwell/scope.hpp>
