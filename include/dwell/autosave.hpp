// SPDX-License-Identifier: BSL-1.0
// Programs that save by themselves: at exit, every so often, when a signal ends them.
#ifndef DWELL_AUTOSAVE_HPP
#define DWELL_AUTOSAVE_HPP

#include <dwell/autosave/at_exit.hpp>
#include <dwell/autosave/on_signal.hpp>
#include <dwell/autosave/periodic.hpp>

#endif
