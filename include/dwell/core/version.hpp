// SPDX-License-Identifier: BSL-1.0
// The version of dwell, and the inline namespace that carries it.
#ifndef DWELL_CORE_VERSION_HPP
#define DWELL_CORE_VERSION_HPP

#define DWELL_VERSION_MAJOR 0
#define DWELL_VERSION_MINOR 1
#define DWELL_VERSION_PATCH 0
#define DWELL_VERSION_STRING "0.1.0"

// One tag for the version and the memory layout, so that two versions of dwell in one program are two sets of
// symbols and not one broken one. Bump it whenever a struct that two translation units share changes its layout.
#define DWELL_ABI_TAG abi_0_1_1

#define DWELL_NAMESPACE_BEGIN \
    namespace dwell {         \
    inline namespace DWELL_ABI_TAG {
#define DWELL_NAMESPACE_END \
    }                       \
    }

#endif
