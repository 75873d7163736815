// SPDX-License-Identifier: BSL-1.0
// What the program calls in its other file and in the library that it links.
#ifndef CONSUMER_WORK_HPP
#define CONSUMER_WORK_HPP

void worker_work();
[[gnu::visibility("default")]] void library_work();

#endif
