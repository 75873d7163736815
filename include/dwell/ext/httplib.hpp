// SPDX-License-Identifier: BSL-1.0
// All that dwell has for cpp-httplib (0.11 or later): the live endpoint, a server for it, and the timing of requests.
#ifndef DWELL_EXT_HTTPLIB_HPP
#define DWELL_EXT_HTTPLIB_HPP

#include <dwell/ext/http_endpoint.hpp>
#include <dwell/ext/metrics_server.hpp>
#include <dwell/ext/timed_route.hpp>

#endif
