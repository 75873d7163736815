// SPDX-License-Identifier: BSL-1.0
// The sources that a snapshot asks: values that nobody records, since the system or another part has them already.
#ifndef DWELL_RECORD_SOURCE_HPP
#define DWELL_RECORD_SOURCE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/process_start.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Which series a source gives. Texts are copied; a key is null where the series has no such label.
struct source_metric {
    const char* name;
    const char* unit;
    const char* help;
    const char* label_key = nullptr;
    const char* label_value = nullptr;
    const char* second_label_key = nullptr;
    const char* second_label_value = nullptr;
};

/// Where a source puts what it knows.
class source_sink {
public:
    /// What only goes up while the process lives.
    virtual void counter(const source_metric& metric, uint64_t value) = 0;
    /// What goes up and down.
    virtual void gauge(const source_metric& metric, double value) = 0;
    /// What the metadata say beside all else. Texts are copied.
    virtual void fact(const char* /*key*/, const char* /*value*/) {}

protected:
    source_sink() = default;
    ~source_sink() = default;
};

using read_source = void (*)(source_sink&);

/// The sources of the process, each once. Constant-initialised, never destroyed: works before `main`. Any thread.
class source_list {
public:
    static constexpr size_t capacity = 16;

    /// Registers a function under a key that only it has. The same one may be added by several files, and is asked
    /// once. False where the key has another one, as from a second copy of a header in a shared library, or where there
    /// are `capacity` of them.
    bool add(uint64_t key, read_source read) noexcept {
        this_process.source_lock.store_release(&lock_);
        const spin_guard guard(lock_);
        for (source& known : sources_) {
            if (known.users != 0 && known.key == key) {
                const bool is_same = known.read == read;
                known.users += is_same ? 1 : 0;
                return is_same;
            }
        }
        for (source& unused : sources_) {
            if (unused.users == 0) {
                unused = {key, read, 1};
                return true;
            }
        }
        return false;
    }

    /// The opposite, once for each time that it was added. Nobody is in the function, nor will be, once this took it
    /// off: code in a shared library must do so before that is closed.
    void remove(uint64_t key, read_source read) noexcept {
        const spin_guard guard(lock_);
        for (source& known : sources_) {
            if (known.users != 0 && known.key == key && known.read == read) {
                --known.users;
            }
        }
    }

    /// Asks all of them, each once, on the calling thread; others that ask meanwhile wait.
    /// A source may record, but take no snapshot.
    void read_all(source_sink& sink) {
        const spin_guard guard(lock_);
        for (const source& known : sources_) {
            if (known.users != 0) {
                known.read(sink);
            }
        }
    }

    /// Runs `use()` while nobody is asked, and while no other thread forks the process.
    template <typename Use>
    void while_none_is_asked(const Use& use) {
        this_process.source_lock.store_release(&lock_);
        const spin_guard guard(lock_);
        use();
    }

private:
    struct source {
        uint64_t key = 0;
        read_source read = nullptr;
        uint32_t users = 0;  // files that added it and did not remove it
    };

    spin_lock lock_;
    source sources_[capacity] = {};
};

DWELL_EXPORT inline constinit source_list all_sources{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
