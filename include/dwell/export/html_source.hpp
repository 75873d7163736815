// SPDX-License-Identifier: BSL-1.0
// What write_html writes around a profile. Made by scripts/page of page/: do not edit.
#ifndef DWELL_EXPORT_HTML_SOURCE_HPP
#define DWELL_EXPORT_HTML_SOURCE_HPP

#include <dwell/core/config.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

// clang-format off
/// The page up to the title in <title>.
inline constexpr std::string_view page_before_title =
R"page(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-/xfxMCSNCDx/g4keGoJIXeRrRFBHVWokC0G7yrwQXfw='; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>)page";

/// The page up to the title in <h1>.
inline constexpr std::string_view page_before_heading =
R"page(</title>
<style>
body { font: 14px/1.45 sans-serif; }
</style>
</head>
<body>
<header class="top">
<h1>)page";

/// The page up to the picture, an <svg>.
inline constexpr std::string_view page_before_picture =
R"page(</h1>
<p id="summary"></p>
</header>
<noscript><p class="notice">Scripts are off: this is the picture alone, without the table, the distributions and the slowest calls.</p></noscript>
<main>
<section id="notices" class="notice" hidden aria-label="What this profile lacks"></section>
<div id="controls" class="controls" hidden role="group" aria-label="What is shown">
<fieldset id="values" class="choice"><legend>Value</legend></fieldset>
<fieldset id="widths" class="choice" hidden><legend>Widths</legend></fieldset>
<label id="threads-label" hidden>Thread <select id="threads"></select></label>
<label class="search">Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="name" aria-describedby="matched"></label>
<output id="matched" for="search"></output>
<span id="legend" class="legend" hidden></span>
</div>
<section aria-labelledby="flame-title">
<div class="bar">
<h2 id="flame-title">Flame graph</h2>
<nav id="crumbs" aria-label="Zoom" hidden></nav>
</div>
<div id="flame-box">
)page";

/// The page up to the data, JSON in which no < is left.
inline constexpr std::string_view page_before_data =
R"page(
</div>
<p id="details" role="status" hidden></p>
</section>
<div id="columns" class="columns" hidden>
<section aria-labelledby="table-title">
<div class="bar">
<h2 id="table-title">Numbers</h2>
<fieldset id="rows" class="choice"><legend class="unseen">Rows</legend></fieldset>
<span id="row-count" class="faint"></span>
</div>
<div class="table-box" tabindex="0" role="region" aria-labelledby="table-title"><table id="table"><thead></thead><tbody></tbody></table></div>
<button id="more" type="button" hidden></button>
</section>
<section id="panel" class="panel" aria-labelledby="panel-title">
<h2 id="panel-title"></h2>
<div id="panel-body"></div>
</section>
</div>
<div id="about" class="about" hidden></div>
</main>
<div id="tip" class="tip" role="presentation" hidden></div>
<script type="application/json" id="dwell-data">)page";

/// The page after the data, with the script.
inline constexpr std::string_view page_after_data =
R"page(</script>
<script>(() => {
'use strict';
document.getElementById('summary').textContent = '';
})();
</script>
</body>
</html>
)page";

// clang-format on

}  // namespace detail
DWELL_NAMESPACE_END

#endif
