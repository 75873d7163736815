// SPDX-License-Identifier: BSL-1.0
// Draws a flame graph as an <svg> element, for a file of its own or for a page.
#ifndef DWELL_EXPORT_FLAME_PICTURE_HPP
#define DWELL_EXPORT_FLAME_PICTURE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/export/flame_layout.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/xml_writer.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN

struct svg_options {
    profile_value value = profile_value::time;
    std::string title = {};  ///< the program's name where it is empty
    uint32_t width = 1200;   ///< of the picture, in pixels; at least 100
    /// In pixels. Narrower frames are left out, and the picture says how many.
    double min_width = 0.5;
    /// How many scopes may stand above one another; those below are frames "(deeper)". 0 for any number.
    uint32_t max_depth = 1000;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

inline constexpr uint32_t narrowest_picture = 100;  ///< in pixels

/// The colour of a name's frames, the same in every picture and program: yellow to red and light, so that black text on
/// it has a contrast of 9 to 1 or more, and told apart by lightness as well as by hue, which not everybody sees.
[[nodiscard]] inline const char* flame_colour(std::string_view name) noexcept {
    constexpr const char* colours[] = {"#ffe9a8", "#ffd166", "#f9b93f", "#f5a65b", "#ffc599", "#ffdcc2",
                                       "#f4978e", "#fbc4ab", "#f0b27a", "#e9c46a", "#fff1cc", "#ffb38a"};
    const uint64_t hash = hash_text(name);
    return colours[(hash ^ (hash >> 32U)) % (sizeof(colours) / sizeof(colours[0]))];
}

/// See `write_svg`. Each frame is an <svg> in the picture, which clips its text and has its tooltip as <title>.
class flame_picture {
public:
    flame_picture(text_writer& out, const profile& source, const svg_options& options)
        : xml_(out), source_(source), options_(options), layout_(source, options.value), names_(source, options.value) {
        outside_ = static_cast<double>(outside_value(options_.value, source_));
        whole_ = layout_.whole() + outside_;
        pixels_per_step_ = whole_ > 0 ? (options_.width - 2.0 * margin) / whole_ : 0.0;
        for (uint32_t i = 0; i < source_.paths().size(); ++i) {
            if (is_drawn(i)) {
                rows_ = larger(rows_, row_of(i) + 1);
            } else {
                left_out_ += is_too_narrow(i) ? 1 : 0;
            }
        }
    }

    void write() {
        const uint32_t height = (rows_ + 4) * row_height;
        xml_.begin("svg");
        xml_.attribute("xmlns", "http://www.w3.org/2000/svg");
        xml_.attribute("class", "dwell-flame");
        xml_.attribute("width", options_.width);
        xml_.attribute("height", height);
        xml_.attribute("viewBox", "0 0 " + std::to_string(options_.width) + " " + std::to_string(height));
        xml_.attribute("role", "img");
        const std::string heading = heading_text();
        xml_.element("title", heading);
        xml_.element("style", style);
        xml_.begin("rect");
        xml_.attribute("class", "dwell-flame-ground");
        xml_.attribute("width", "100%");
        xml_.attribute("height", "100%");
        xml_.end();
        write_line(margin + 12, heading);
        for (uint32_t i = 0; i < source_.paths().size(); ++i) {
            if (is_drawn(i)) {
                write_path(i);
            }
        }
        if (outside_ * pixels_per_step_ >= options_.min_width && outside_ > 0) {
            write_frame(layout_.whole(), outside_, 0, outside_frame, share_text(outside_, value_text(outside_)));
        }
        write_line(height - row_height / 2, footing_text());
        xml_.end();
    }

private:
    static constexpr uint32_t margin = 10;
    static constexpr uint32_t row_height = 18;
    // Of the font below, 12 pixels high: 0.6 em, rounded up, since some fonts are a little wider.
    static constexpr double character_width = 7.3;
    static constexpr const char* style =
        ".dwell-flame{font:12px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",monospace}"
        ".dwell-flame-ground{fill:#fff}.dwell-flame-text{fill:#1b1b1b}"
        ".dwell-flame svg rect{stroke:#fff;stroke-width:.5}.dwell-flame svg text{fill:#000}"
        "@media(prefers-color-scheme:dark){.dwell-flame-ground{fill:#16181d}.dwell-flame-text{fill:#e8e8e8}"
        ".dwell-flame svg rect{stroke:#16181d}}";

    [[nodiscard]] uint32_t row_of(size_t path) const noexcept {
        const uint32_t depth = source_.paths()[path].depth;
        return options_.max_depth == 0 ? depth : smaller(depth, options_.max_depth);
    }
    [[nodiscard]] bool is_too_narrow(size_t path) const noexcept {
        const double width = layout_.width(path) * pixels_per_step_;
        return !(width > 0) || width < options_.min_width;
    }
    /// What is too deep is in the frame "(deeper)" above it, but for spans, which have nothing above them.
    [[nodiscard]] bool is_drawn(size_t path) const noexcept {
        return !is_too_narrow(path) && (source_.paths()[path].depth == row_of(path) || layout_.stands_alone(path));
    }
    [[nodiscard]] bool is_too_deep(size_t path) const noexcept {
        return options_.max_depth != 0 && source_.paths()[path].depth >= options_.max_depth;
    }

    void write_path(size_t index) {
        const call_path& path = source_.paths()[index];
        const double width = layout_.width(index);
        if (is_too_deep(index)) {
            write_frame(layout_.begin(index), width, row_of(index), "(deeper)", share_text(width, value_text(width)));
        } else {
            write_frame(layout_.begin(index), width, row_of(index), names_[path.name], tooltip_of(index));
        }
    }

    void write_frame(double begin, double width, uint32_t row, std::string_view name, std::string_view tooltip) {
        const double pixels = width * pixels_per_step_;
        xml_.begin("svg");
        xml_.attribute("x", margin + begin * pixels_per_step_, 2);
        xml_.attribute("y", (row + 2) * row_height);
        xml_.attribute("width", pixels, 2);
        xml_.attribute("height", row_height - 1);
        xml_.begin("title");
        xml_.text(name);
        xml_.text("\n");
        xml_.text(tooltip);
        xml_.end();
        xml_.begin("rect");
        xml_.attribute("width", "100%");
        xml_.attribute("height", "100%");
        xml_.attribute("fill", flame_colour(name));
        xml_.end();
        const auto room = static_cast<size_t>((pixels - 4) / character_width * (pixels > 4 ? 1 : 0));
        if (room >= 3) {
            xml_.begin("text");
            xml_.attribute("x", 3);
            xml_.attribute("y", 13);
            xml_.text(shortened(printable(name), room));
            xml_.end();
        }
        xml_.end();
    }

    void write_line(uint32_t y, const std::string& text) {
        const size_t room = static_cast<size_t>((options_.width - 2.0 * margin) / character_width);
        xml_.begin("text");
        xml_.attribute("class", "dwell-flame-text");
        xml_.attribute("x", margin);
        xml_.attribute("y", y);
        xml_.text(shortened(printable(text), room));
        xml_.end();
    }

    [[nodiscard]] std::string value_text(double amount) const {
        switch (options_.value) {
            case profile_value::time:
                return human_duration(source_.scale().to_ns(amount));
            case profile_value::allocations:
                return human_count(round_to_uint64(amount)) + " allocations";
            case profile_value::allocated_bytes:
                return human_bytes(amount) + " allocated";
            case profile_value::live_bytes:
                return human_bytes(amount) + " live";
        }
        return {};
    }

    [[nodiscard]] std::string share_text(double amount, const std::string& text) const {
        return text + " (" + fixed_text(amount / whole_ * 100, 1) + " %)";
    }

    [[nodiscard]] std::string heading_text() const {
        const std::string& program = source_.metadata().program;
        const std::string title = !options_.title.empty() ? options_.title : program.empty() ? "dwell" : program;
        return title + ": " + value_text(whole_) + (source_.metadata().compensated ? ", less what scopes cost" : "");
    }

    [[nodiscard]] std::string footing_text() const {
        if (source_.paths().empty()) {
            return "no scope was recorded";
        }
        if (!(whole_ > 0)) {
            return "nothing of this was recorded";
        }
        return left_out_ == 0 ? std::string()
                              : "frames narrower than " + human_number(options_.min_width) +
                                    " pixels, which are left out: " + human_count(left_out_);
    }

    [[nodiscard]] std::string tooltip_of(size_t index) const {
        const call_path& path = source_.paths()[index];
        const double own = static_cast<double>(own_value(options_.value, path));
        const tick_scale scale = source_.scale();
        std::string text = share_text(layout_.width(index), value_text(layout_.width(index))) + ", self " +
                           value_text(own) + "\ncalls " + human_count(path.calls);
        if (path.open_calls != 0) {
            text += ", still open " + human_count(path.open_calls);
        }
        if (options_.value != profile_value::time) {
            text += ", time " + human_duration(scale.to_ns(path.total_ticks)) + ", self " +
                    human_duration(scale.to_ns(path.self_ticks));
        }
        if (!path.durations.empty()) {
            constexpr struct {
                const char* name;
                double percent;
            } points[] = {{"\np50 ", 50}, {", p95 ", 95}, {", p99 ", 99}};
            for (const auto& point : points) {
                text += point.name + human_duration(scale.to_ns(path.durations.percentile(point.percent)));
            }
            text += ", max " + human_duration(scale.to_ns((path.durations.max)()));
        }
        if (layout_.stands_alone(index) && path.parent != call_path::no_parent) {
            text += "\nspans: beside " + source_.name_of(source_.paths()[path.parent]);
        }
        return text;
    }

    xml_writer xml_;
    const profile& source_;
    svg_options options_;
    flame_layout layout_;
    frame_names names_;
    double outside_ = 0;
    double whole_ = 0;
    double pixels_per_step_ = 0;
    uint32_t rows_ = 0;
    uint64_t left_out_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
