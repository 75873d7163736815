// SPDX-License-Identifier: BSL-1.0
// The one file of a program that reports: nothing but the include.
#include <dwell/dwell.hpp>
