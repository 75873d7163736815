// SPDX-License-Identifier: BSL-1.0
// The page that people open first: flame graph, table, distributions and the slowest instances in one HTML file.
#ifndef DWELL_EXPORT_HTML_HPP
#define DWELL_EXPORT_HTML_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/flame_picture.hpp>
#include <dwell/export/html_data.hpp>
#include <dwell/export/html_source.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/xml_writer.hpp>
#include <dwell/profile/align.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

struct html_options {
    std::string title = {};  ///< the program's name where it is empty
    /// An earlier profile to compare with: the page shows what has changed. It outlives the call.
    const profile* before = nullptr;
    std::string title_before = {};  ///< of that one; its program's name where it is empty
    /// Call paths on the page. Of more, those with the smallest totals are left out, and the page says how many.
    size_t most_paths = 10'000;
    /// Whether what dwell itself has cost is taken away first, of both profiles: see `compensated`.
    bool compensate = false;
};

namespace detail {

[[nodiscard]] inline std::string page_title(const std::string& asked_for, const profile& source) {
    const std::string& program = source.metadata().program;
    return !asked_for.empty() ? asked_for : program.empty() ? "dwell" : program;
}

inline export_status write_html(text_writer& out, const profile& source, const profile* before,
                                const html_options& options) {
    const std::string title = page_title(options.title, source);
    out.text(page_before_title);
    xml_writer(out).text(title);
    out.text(page_before_heading);
    xml_writer(out).text(title);
    out.text(page_before_picture);
    // For who has no scripts: what is narrower than two pixels, nobody can point at.
    svg_options picture;
    picture.title = title;
    picture.min_width = 2;
    picture.max_depth = 100;
    flame_picture(out, source, picture).write();
    out.text(page_before_data);
    html_data(out, source, before, options.most_paths)
        .write(title, before == nullptr ? std::string() : page_title(options.title_before, *before));
    out.text(page_after_data);
    return out.finish();
}

inline export_status write_html(text_writer& out, const profile& source, const html_options& options) {
    if (options.compensate && !source.metadata().compensated) {
        return write_html(out, compensated(source), options);
    }
    if (options.before == nullptr) {
        return write_html(out, source, nullptr, options);
    }
    const profile before = options.compensate ? compensated(*options.before) : *options.before;
    const profile aligned = with_paths_of(before, source);
    return write_html(out, with_paths_of(source, before), &aligned, options);
}

}  // namespace detail

/// Writes one self-contained page, which a browser opens from a disk, an e-mail or a CI artefact: it loads nothing. It
/// has the flame graph, to zoom and to search; a table; for each name its distribution and slowest instances; counters
/// and gauges; where and how the profile was taken, and what recording could not keep. With `before`, what has changed.
/// Names are data, whatever is in them: no text of a profile can become a tag or a script. Bytes that are not UTF-8
/// become U+FFFD. Without scripts it shows the picture of `write_svg`. Linear, sorting aside; memory in proportion to
/// the call paths (at most 40 bytes each), and with `before` that of two copies of both profiles.
template <sink Sink>
export_status write_html(Sink& out, const profile& source, const html_options& options = {}) {
    detail::text_writer writer(out);
    return detail::write_html(writer, source, options);
}

DWELL_NAMESPACE_END

#endif
