// SPDX-License-Identifier: BSL-1.0
// The one file of this program that replaces operator new.
#include <dwell/memory/new_delete.hpp>
