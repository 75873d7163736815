// SPDX-License-Identifier: BSL-1.0
// Every name that scopes and threads use, once: call sites and runtime names resolve to it by content.
#ifndef DWELL_RECORD_NAME_TABLE_HPP
#define DWELL_RECORD_NAME_TABLE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A name and the first place in the source that used it. Text and file are copies: a shared object that brought them
/// may be closed. Never freed, never changed.
struct alignas(8) name_record {
    text_view text;
    const char* file = "";  ///< empty for a runtime name
    uint32_t line = 0;
    uint32_t key = 0;      ///< dense, from 1; what call nodes compare
    uint32_t spacing = 0;  ///< of a scope that is timed once in so many calls; 0 for all others
    name_record* next = nullptr;
};

/// A copy that lives as long as the process; null where there is no memory.
inline char* copy_text(text_view text) noexcept {
    auto* const copy = static_cast<char*>(allocate_zeroed(text.size + 1));
    if (copy != nullptr) {
        copy_bytes(copy, text.data, text.size);
    }
    return copy;
}

/// Names by content. Looking one up takes no lock; adding one takes a spin lock. Names from the source are bounded by
/// the source; runtime names are bounded by `runtime_limit`, and are "(other)" beyond it.
class name_table {
public:
    static constexpr uint32_t default_runtime_limit = 4096;

    constexpr name_table() noexcept = default;

    /// The record of a name from the source; null where there is no memory. One with another spacing is another record,
    /// with call nodes of its own.
    const name_record* source_name(text_view text, const char* file, uint32_t line, uint32_t spacing = 0) noexcept {
        const uint64_t hash = hash_text(text);
        if (const name_record* const known = find(text, hash, spacing)) {
            return known;
        }
        const spin_guard guard(lock_);
        return add(text, hash, file, line, spacing);
    }

    /// The record of a name made at run time. What no format can carry is replaced by `_`, no text by "(empty)".
    const name_record* runtime_name(text_view text) noexcept {
        if (!is_valid_name(text.data, text.size)) {
            return repaired_name(text);
        }
        const uint64_t hash = hash_text(text);
        if (const name_record* const known = find(text, hash)) {
            return known;
        }
        const spin_guard guard(lock_);
        if (const name_record* const raced = find(text, hash)) {
            return raced;
        }
        if (runtime_names_ >= runtime_limit.load()) {
            other_names.fetch_add(1);
            return add(text_view("(other)", 7), hash_text(text_view("(other)", 7)), "", 0);
        }
        const name_record* const added = add(text, hash, "", 0);
        runtime_names_ += added != nullptr ? 1U : 0U;
        return added;
    }

    /// Held around a fork, so that the child never inherits it locked.
    spin_lock& lock() noexcept { return lock_; }

    atomic_cell<uint32_t> runtime_limit{default_runtime_limit};
    atomic_cell<uint64_t> other_names{};  ///< look-ups that ended in "(other)"

private:
    static constexpr size_t chain_count = 1024;

    const name_record* find(text_view text, uint64_t hash, uint32_t spacing = 0) const noexcept {
        for (const name_record* at = chains_[hash % chain_count].load_acquire(); at != nullptr; at = at->next) {
            if (at->text == text && at->spacing == spacing) {
                return at;
            }
        }
        return nullptr;
    }

    const name_record* add(text_view text, uint64_t hash, const char* file, uint32_t line,
                           uint32_t spacing = 0) noexcept {
        if (const name_record* const raced = find(text, hash, spacing)) {
            return raced;
        }
        auto* const fresh = static_cast<name_record*>(allocate_zeroed(sizeof(name_record)));
        char* const text_copy = copy_text(text);
        char* const file_copy = copy_text(text_view(file));
        if (fresh == nullptr || text_copy == nullptr || file_copy == nullptr) {
            release_memory(fresh);
            release_memory(text_copy);
            release_memory(file_copy);
            return nullptr;
        }
        auto& chain = chains_[hash % chain_count];
        fresh->text = text_view(text_copy, text.size);
        fresh->file = file_copy;
        fresh->line = line;
        fresh->key = ++last_key_;
        fresh->spacing = spacing;
        fresh->next = chain.load();
        chain.store_release(fresh);
        return fresh;
    }

    DWELL_COLD const name_record* repaired_name(text_view text) noexcept {
        if (text.size == 0) {
            return runtime_name(text_view("(empty)", 7));
        }
        char* const repaired = copy_text(text);
        if (repaired == nullptr) {
            return nullptr;
        }
        for (size_t i = 0; i < text.size; ++i) {
            if (!is_valid_name(repaired + i, 1)) {
                repaired[i] = '_';
            }
        }
        const name_record* const record = runtime_name(text_view(repaired, text.size));
        release_memory(repaired);
        return record;
    }

    atomic_cell<name_record*> chains_[chain_count]{};
    spin_lock lock_;
    uint32_t last_key_ = 0;
    uint32_t runtime_names_ = 0;
};

DWELL_EXPORT inline constinit name_table all_names{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
