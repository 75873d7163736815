// SPDX-License-Identifier: BSL-1.0
// Saving when a signal ends the program.
#ifndef DWELL_AUTOSAVE_ON_SIGNAL_HPP
#define DWELL_AUTOSAVE_ON_SIGNAL_HPP

#include <dwell/autosave/background_thread.hpp>
#include <dwell/core/config.hpp>

#if !defined(_WIN32)
#include <cerrno>
#include <csignal>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A handler may not take a snapshot: it wakes the thread that does. A forked child may have none: it ends as it would
/// have.
DWELL_EXPORT inline void save_and_end(int signal) {
    const int interrupted_errno = errno;
    if (!process_background.end_by(signal)) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
    errno = interrupted_errno;
}

}  // namespace detail

/// Opts into saving, where DWELL_OUT or `save_every` says, when SIGINT or SIGTERM ends the program, which otherwise
/// loses the profile. The program then ends by that signal all the same; the same one a second time ends it at once. A
/// signal that has a handler already is left alone. The first process of a container goes on: the system gives it no
/// signal that it has no handler of its own for. Costs one thread that sleeps. False where nothing was installed. Any
/// thread.
inline bool save_on_interrupt() {
    if (!detail::process_background.begin()) {
        return false;
    }
    bool is_installed = false;
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        if (sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_DFL) {
            struct sigaction mine {};
            mine.sa_handler = detail::save_and_end;
            mine.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
            sigemptyset(&mine.sa_mask);
            is_installed |= sigaction(signal, &mine, nullptr) == 0;
        }
    }
    return is_installed;
}

DWELL_NAMESPACE_END
#endif

#endif
