// SPDX-License-Identifier: BSL-1.0
// One place in the source that records: its name, where it is, and what it resolved to.
#ifndef DWELL_RECORD_SITE_HPP
#define DWELL_RECORD_SITE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A call site. Constant-initialised, so that a scope in a static constructor finds it ready. Two sites of one name
/// are one name in the profile.
class site {
public:
    constexpr site(const char* name, size_t name_size, const char* file, uint32_t line) noexcept
        : name_(name, name_size), file_(file), line_(line) {}

    /// The key of the name, 0 while it is not resolved.
    [[nodiscard]] uint32_t key() const noexcept { return key_.load(); }

    /// The name's record, found or made; null where there is no memory.
    const name_record* resolve() noexcept { return resolve(0); }

protected:
    const name_record* resolve(uint32_t spacing) noexcept {
        const name_record* record = record_.load_acquire();
        if (record == nullptr) [[unlikely]] {
            record = all_names.source_name(name_, file_, line_, spacing);
            if (record != nullptr) {
                record_.store_release(record);
                key_.store_release(record->key);
            }
        }
        return record;
    }

private:
    text_view name_;
    const char* file_;
    uint32_t line_;
    atomic_cell<uint32_t> key_{};
    atomic_cell<const name_record*> record_{};
};

/// The site of a scope that is timed once in `spacing` calls.
class sampled_site : public site {
public:
    constexpr sampled_site(const char* name, size_t name_size, const char* file, uint32_t line,
                           uint32_t spacing) noexcept
        : site(name, name_size, file, line), spacing_(spacing) {}

    const name_record* resolve() noexcept { return site::resolve(spacing_); }

private:
    uint32_t spacing_;
};

}  // namespace detail

/// A runtime name, looked up once and used many times: `static const auto name = dwell::intern(text);`.
class interned_name {
public:
    explicit interned_name(const detail::name_record* record) noexcept : record_(record) {}
    [[nodiscard]] const detail::name_record* record() const noexcept { return record_; }

private:
    const detail::name_record* record_;
};

/// Looks a runtime name up, and keeps a copy where it is new. Any thread; wait-free where the name is known. At most
/// 4096 different names (see `set_recording_limits`); beyond, the answer is "(other)".
inline interned_name intern(text_view name) noexcept { return interned_name(detail::all_names.runtime_name(name)); }

DWELL_NAMESPACE_END

#endif
