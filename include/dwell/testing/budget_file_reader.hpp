// SPDX-License-Identifier: BSL-1.0
// Reads the text of a budgets.json, and says where it is wrong.
#ifndef DWELL_TESTING_BUDGET_FILE_READER_HPP
#define DWELL_TESTING_BUDGET_FILE_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_reader.hpp>
#include <dwell/export/text_position.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/testing/budget_keys.hpp>
#include <dwell/testing/budget_members.hpp>
#include <dwell/testing/file_budget.hpp>
#include <dwell/testing/quantity_text.hpp>

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

class budget_file_reader {
public:
    budget_file_reader(std::string_view text, std::string name) : text_(text), in_(text) {
        file_.name = std::move(name);
    }

    /// Once.
    [[nodiscard]] budget_file read() {
        if (!read_all()) {
            file_.budgets.clear();
            const bool is_cut_off = in_.offset() == text_.size() && !text_.empty();
            file_.error = file_.name + ":" + position_at(text_, in_.offset()).text() + ": " +
                          (where_.empty() ? "" : where_ + ": ") + in_.error() +
                          (is_cut_off ? "; the file ends here" : "");
        }
        return std::move(file_);
    }

private:
    bool read_all() {
        if (text_.substr(0, 3) == "\xEF\xBB\xBF") {
            return in_.fail("a byte order mark: save the file as UTF-8 without one");
        }
        if (in_.peek() == '\0' && in_.offset() == text_.size()) {
            return in_.fail_at(0, "the file is empty");
        }
        // First of all, since in a later version anything may be otherwise.
        if (const uint64_t version = version_of(text_); version > newest_version) {
            where_ = "version";
            return in_.fail(std::to_string(version) + " is newer than what this release of dwell reads, " +
                            std::to_string(newest_version));
        }
        constexpr std::string_view keys[] = {"$schema", "version", "budgets", "note"};
        bool seen[4] = {};
        const bool was_read = in_.object([&](std::string_view key) {
            size_t which = 0;
            while (which < 4 && key != keys[which]) {
                ++which;
            }
            if (which == 4) {
                unknown_key trouble(key);
                for (const std::string_view known : keys) {
                    trouble.consider(known);
                }
                return in_.fail_at(in_.key_offset(), trouble.text());
            }
            if (std::exchange(seen[which], true)) {
                return in_.fail_at(in_.key_offset(), in_quotes(key) + " twice in one object");
            }
            where_ = key;
            std::string ignored;
            const bool is_good = which == 1   ? version()
                                 : which == 2 ? in_.array([this] { return budget_here(); })
                                              : in_.string(ignored);
            where_ = is_good ? "" : where_;
            return is_good;
        });
        if (!was_read || !in_.end()) {
            return false;
        }
        if (!seen[1]) {
            return in_.fail_at(0, "no \"version\": this release of dwell reads version 1");
        }
        return seen[2] && !file_.budgets.empty() ? true : in_.fail_at(0, "no budgets");
    }

    // What the file says of its version; 0 where that cannot be known yet.
    static uint64_t version_of(std::string_view text) {
        uint64_t version = 0;
        json_reader in(text);
        const bool was_read = in.object(
            [&](std::string_view key) { return key == "version" && version == 0 ? in.integer(version) : in.skip(); });
        return was_read ? version : 0;
    }

    bool version() {
        uint64_t version = 0;
        in_.peek();
        const size_t begin = in_.offset();
        return in_.integer(version) && (version == newest_version || in_.fail_at(begin, "expected 1"));
    }

    bool budget_here() {
        where_ = "budgets[" + std::to_string(file_.budgets.size()) + "]";
        in_.peek();
        const size_t begin = in_.offset();
        file_budget& added = file_.budgets.emplace_back();
        // Of those before, only what ends here is to be counted.
        for (; counted_ < begin; ++counted_) {
            line_ += text_[counted_] == '\n' ? 1 : 0;
        }
        added.line = line_;
        budget_members members(in_, where_, added);
        if (!members.read() || !members.complete(begin)) {
            return false;
        }
        const std::string key = std::string(to_text(added.kind)) + ' ' + added.subject;
        const auto is_same = [&](uint32_t other) {
            return file_.budgets[other].kind == added.kind && file_.budgets[other].subject == added.subject;
        };
        if (const uint32_t other = index_.find(hash_of(key), is_same); other != hash_index::none) {
            return in_.fail_at(begin, "budgets[" + std::to_string(other) + "] is of the same " +
                                          std::string(to_text(added.kind)) + ' ' + in_quotes(added.subject));
        }
        index_.insert(hash_of(key), static_cast<uint32_t>(file_.budgets.size() - 1));
        where_ = "budgets";
        return true;
    }

    static constexpr uint64_t newest_version = 1;

    std::string_view text_;
    json_reader in_;
    std::string where_;  // the member that is being read: budgets[2].p99
    budget_file file_;
    hash_index index_;  // of the budgets, by subject
    size_t counted_ = 0;
    size_t line_ = 1;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
