// SPDX-License-Identifier: BSL-1.0
// A flame graph as a picture: one SVG file that any browser opens.
#ifndef DWELL_EXPORT_SVG_HPP
#define DWELL_EXPORT_SVG_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/flame_picture.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/xml_writer.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

namespace detail {

inline export_status write_svg(text_writer& out, const profile& source, const svg_options& options) {
    if (options.width < narrowest_picture) {
        return export_status::failure("svg_options::width is " + std::to_string(options.width) +
                                      " pixels, and at least 100 are needed");
    }
    xml_writer(out).declaration();
    flame_picture(out, source, options).write();
    return out.finish();
}

}  // namespace detail

/// Writes a flame graph of the call paths, roots at the top: a static picture with nothing in it that runs, in light or
/// dark as the viewer prefers. A frame's width is the time (or memory) of its call path and of all inside it, so that
/// frames inside are as wide as their share of it; spans stand beside, since they overlap (see `detail::flame_layout`).
/// A frame's tooltip has calls, total, self, share and percentiles. Its colour is its name's, in every picture. Of
/// memory, what is in no call path is the frame "(outside scopes)". Where `width` is below 100, the status is a
/// failure. Linear; memory in proportion to the call paths (24 bytes each).
template <sink Sink>
export_status write_svg(Sink& out, const profile& source, const svg_options& options = {}) {
    detail::text_writer writer(out);
    if (options.compensate && !source.metadata().compensated) {
        return detail::write_svg(writer, compensated(source), options);
    }
    return detail::write_svg(writer, source, options);
}

DWELL_NAMESPACE_END

#endif
