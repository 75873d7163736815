// SPDX-License-Identifier: BSL-1.0
// What devices and streams are called: "GPU 0", "GPU 0 stream 1".
#ifndef DWELL_DEVICE_STREAM_NAMES_HPP
#define DWELL_DEVICE_STREAM_NAMES_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/metric.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Two words and a number as a name, as they stand there; null where there is no memory.
inline const name_record* numbered_name(text_view first, text_view second, int64_t number) noexcept {
    const label_argument digits(number);
    const size_t size = first.size + second.size + digits.text().size;
    auto* const text = static_cast<char*>(allocate_zeroed(size));
    if (text == nullptr) {
        return nullptr;
    }
    copy_bytes(text, first.data, first.size);
    copy_bytes(text + first.size, second.data, second.size);
    copy_bytes(text + first.size + second.size, digits.text().data, digits.text().size);
    const name_record* const name = all_names.runtime_name(text_view(text, size));
    release_memory(text);
    return name;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
