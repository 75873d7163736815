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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-FF/tMF4xoD5sWKY1hnpPX8LfZQWHYQDiKwObQRWXubk='; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>)page";

/// The page up to the title in <h1>.
inline constexpr std::string_view page_before_heading =
R"page(</title>
<style>
:root {
--text: #1b2026;
--faint: #59636e;
--ground: #fff;
--raised: #f5f7f9;
--line: #d9dfe5;
--accent: #0b5cad;
--accent-text: #fff;
--chosen: #e3eefa;
--share: #dbe6f2;
--warn-ground: #fdf4dc;
--warn-line: #d9b44a;
--blame: #b23a08;
--blame-text: #fff;
--bar: #d3dce6;
--curve: #3b76b3;
--frame-saturation: 46%;
--frame-lightness: 80%;
--frame-step: 4%;
--frame-text: #16202a;
--more1: #f8dfc6;
--more2: #f1b97f;
--more3: #e08a35;
--less1: #d5e4f5;
--less2: #9dc3ea;
--less3: #5b9bdc;
--same: #e4e7ea;
--code: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", monospace;
--label-font: 11.5px/1 ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
:root {
--text: #e2e6ea;
--faint: #9ba6b2;
--ground: #12161a;
--raised: #1a2026;
--line: #2e363f;
--accent: #78b4f5;
--accent-text: #0d1a28;
--chosen: #1c3149;
--share: #233446;
--warn-ground: #2d2613;
--warn-line: #7d6620;
--blame: #f28b50;
--blame-text: #1d0d03;
--bar: #37424e;
--curve: #78b4f5;
--frame-saturation: 27%;
--frame-lightness: 30%;
--frame-step: 3%;
--frame-text: #eef2f5;
--more1: #4a3421;
--more2: #7c4c17;
--more3: #a85d10;
--less1: #223548;
--less2: #24527f;
--less3: #1f6bb5;
--same: #333b43;
}
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { background: var(--ground); color: var(--text); font: 14px/1.45 -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; padding: 20px 24px 48px; max-width: 1680px; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 22px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 15px; font-weight: 650; }
h3 { font-size: 13px; font-weight: 650; margin: 20px 0 6px; }
.code { font-family: var(--code); font-size: 0.92em; unicode-bidi: isolate; white-space: pre-wrap; overflow-wrap: anywhere; }
.faint { color: var(--faint); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button, input, select { font: inherit; color: inherit; }
.top { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; margin-bottom: 14px; }
.top p { color: var(--faint); }
.notice { background: var(--warn-ground); border: 1px solid var(--warn-line); border-radius: 6px; padding: 8px 14px; margin-bottom: 14px; }
.notice h2 { font-size: 14px; }
.notice ul { padding-left: 18px; }
.controls { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; padding: 8px 0; position: sticky; top: 0; z-index: 2; background: var(--ground); }
.choice { border: 0; margin: 0; padding: 0; display: inline-flex; align-items: center; min-width: 0; }
.choice legend { float: left; padding: 0 8px 0 0; color: var(--faint); }
.choice input { position: absolute; opacity: 0; pointer-events: none; }
.choice label { position: relative; }
.choice span { display: block; padding: 3px 11px; border: 1px solid var(--line); margin-left: -1px; background: var(--raised); white-space: nowrap; cursor: pointer; }
.choice label:first-of-type span { border-radius: 5px 0 0 5px; }
.choice label:last-of-type span { border-radius: 0 5px 5px 0; }
.choice label:only-of-type span { border-radius: 5px; }
.choice input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
.choice input:disabled + span { color: var(--faint); text-decoration: line-through; cursor: default; }
.choice input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; position: relative; z-index: 1; }
.controls label { color: var(--faint); }
.controls label span { color: var(--text); }
.controls select, .search input { margin-left: 6px; padding: 3px 8px; border: 1px solid var(--line); border-radius: 5px; background: var(--raised); color: var(--text); max-width: 220px; }
.search input { width: 220px; }
#matched { font-variant-numeric: tabular-nums; }
.bar { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; min-height: 30px; margin: 6px 0; }
#flame-box { overflow: hidden auto; max-height: 70vh; border: 1px solid var(--line); border-radius: 4px; padding: 0; }
.flame { display: block; cursor: pointer; }
.frame { fill: hsl(var(--hue, 210) var(--frame-saturation) calc(var(--frame-lightness) + var(--shade, 0) * var(--frame-step))); }
.frame.all { fill: var(--same); }
.c0 { --hue: 208; }
.c1 { --hue: 172; }
.c2 { --hue: 96; }
.c3 { --hue: 46; }
.c4 { --hue: 24; }
.c5 { --hue: 350; }
.c6 { --hue: 280; }
.c7 { --hue: 232; }
.s0 { --shade: -1; }
.s2 { --shade: 1; }
.frame.d0 { fill: var(--same); }
.frame.more1 { fill: var(--more1); }
.frame.more2 { fill: var(--more2); }
.frame.more3 { fill: var(--more3); }
.frame.less1 { fill: var(--less1); }
.frame.less2 { fill: var(--less2); }
.frame.less3 { fill: var(--less3); }
.frame.span { fill-opacity: 0.55; stroke: var(--faint); stroke-dasharray: 3 2; }
.frame.dim { fill-opacity: 0.3; }
.frame.hit { stroke: var(--text); stroke-width: 1.2; }
.label { font: var(--label-font); fill: var(--frame-text); pointer-events: none; white-space: pre; }
.label.dim { fill: var(--faint); }
.label.hit { font-weight: 700; }
.same { fill: none; stroke: var(--accent); stroke-width: 1.6; pointer-events: none; }
.hover { fill: var(--text); fill-opacity: 0.12; stroke: var(--text); pointer-events: none; }
.cursor { fill: none; pointer-events: none; }
.cursor:focus { outline: none; stroke: var(--accent); stroke-width: 3; }
#crumbs ol { list-style: none; display: flex; flex-wrap: wrap; gap: 2px; align-items: center; }
#crumbs li + li::before { content: "\203a"; color: var(--faint); margin: 0 4px; }
#crumbs button { border: 0; background: none; padding: 2px 4px; color: var(--accent); cursor: pointer; border-radius: 3px; text-align: start; }
#crumbs li:first-child button { border: 1px solid var(--line); background: var(--raised); color: var(--text); padding: 2px 10px; border-radius: 5px; }
#details { display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 8px 2px 2px; min-height: 52px; align-content: flex-start; font-variant-numeric: tabular-nums; }
#keys { font-size: 12px; margin-left: auto; }
.legend { font-size: 12px; color: var(--faint); display: flex; align-items: center; gap: 5px; flex-wrap: wrap; }
.legend b { width: 20px; height: 12px; border-radius: 2px; background: var(--same); }
.legend .less1 { background: var(--less1); }
.legend .less2 { background: var(--less2); }
.legend .less3 { background: var(--less3); }
.legend .more1 { background: var(--more1); }
.legend .more2 { background: var(--more2); }
.legend .more3 { background: var(--more3); }
kbd { font: inherit; border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; }
#details > .code { font-weight: 650; max-width: 100%; max-height: 3em; overflow: hidden; }
#details dl { display: contents; }
#details dl div { white-space: nowrap; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
#details dt, #details dd { display: inline; }
#details dt, .tip dt { color: var(--faint); margin-right: 5px; }
.tip { position: fixed; z-index: 5; max-width: min(460px, 92vw); padding: 8px 12px; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 18px rgb(0 0 0 / 22%); pointer-events: none; font-size: 13px; font-variant-numeric: tabular-nums; }
.tip > .code { display: block; font-weight: 650; margin-bottom: 4px; max-height: 6em; overflow: hidden; }
.tip dl div { display: flex; justify-content: space-between; gap: 18px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(380px, 34%); gap: 8px 28px; align-items: start; margin-top: 10px; }
.table-box { contain: content; overflow: auto; max-height: 760px; border: 1px solid var(--line); border-radius: 4px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
#table { table-layout: fixed; }
th, td { padding: 3px 8px; text-align: right; white-space: nowrap; font-weight: 400; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody tr:first-child > * { border-top: 0; }
th:first-child { text-align: left; overflow: hidden; text-overflow: ellipsis; }
tbody th:first-child { position: sticky; left: 0; background: var(--ground); }
thead th { width: 74px; position: sticky; top: 0; z-index: 1; background: var(--raised); border-bottom: 1px solid var(--line); font-weight: 600; }
thead th:first-child { left: 0; z-index: 2; width: 190px; }
#table:has(.change) thead th { width: 100px; }
#table:has(.change) thead th:first-child { width: 190px; }
#table thead th.change { width: 150px; }
.about thead th:nth-child(n) { position: static; width: auto; }
thead button { border: 0; background: none; padding: 0; font-weight: 600; cursor: pointer; white-space: nowrap; }
.arrow { display: inline-block; width: 0.9em; text-align: right; }
tbody button { border: 0; background: none; padding: 0; cursor: pointer; display: block; width: 100%; text-align: start; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
tbody button .code { white-space: pre; }
tbody tr { cursor: pointer; }
.about tbody tr { cursor: auto; }
tbody tr:hover > * { background-color: var(--raised); }
tbody tr.chosen > * { background-color: var(--chosen); }
.above { color: var(--faint); }
td.share { background-image: linear-gradient(var(--share), var(--share)); background-size: var(--share-width, 0) 100%; background-repeat: no-repeat; background-position: left; }
td.up { color: var(--blame); }
td.down { color: var(--accent); }
#more { margin-top: 8px; padding: 3px 12px; border: 1px solid var(--line); border-radius: 5px; background: var(--raised); cursor: pointer; }
.panel { contain: content; border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px 18px; position: sticky; top: 56px; max-height: calc(100vh - 70px); overflow: auto; }
.panel h2 { font-size: 16px; max-height: 6em; overflow: hidden; }
.numbers dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 8px 14px; margin-top: 10px; font-variant-numeric: tabular-nums; }
.numbers dt { color: var(--faint); font-size: 12px; }
.numbers small { display: block; color: var(--faint); }
svg text { font-family: inherit; }
.plot, .timeline { display: block; overflow: visible; }
.tick { font-size: 10.5px; fill: var(--faint); }
.mark-text { font-size: 10.5px; font-weight: 600; fill: var(--text); }
.bars { fill: var(--curve); }
.axis { stroke: var(--faint); fill: none; }
.grid { stroke: var(--line); }
.mark { stroke: var(--text); stroke-dasharray: 3 2; }
.curve { fill: none; stroke: var(--curve); stroke-width: 1.8; }
circle { fill: var(--text); }
#slowest { list-style: none; }
#slowest li { margin: 10px 0 18px; }
.blame { margin-bottom: 5px; }
.bar rect { fill: var(--bar); }
.bar text { font: var(--label-font); fill: var(--text); }
.blamed rect { fill: var(--blame); }
.blamed text { font: var(--label-font); font-weight: 700; fill: var(--blame-text); }
.when { font-size: 12px; margin-top: 3px; }
.about { display: grid; grid-template-columns: repeat(auto-fit, minmax(330px, 1fr)); gap: 26px 28px; margin-top: 30px; align-items: start; }
.about h2 { margin-bottom: 6px; }
.about table { border: 1px solid var(--line); border-radius: 4px; }
.about th, .about td { vertical-align: top; }
.about section { min-width: 0; }
.about section:nth-child(-n + 2) { grid-column: 1 / -1; }
.about td:nth-child(3) { white-space: normal; }
.about th:first-child { width: auto; max-width: none; white-space: normal; overflow-wrap: anywhere; }
.about tbody td:last-child, .about thead th:last-child { text-align: right; }
.about tr :nth-child(3):last-child { width: 50%; padding-left: 24px; text-align: left; }
.metadata div { display: grid; grid-template-columns: 120px 1fr; gap: 12px; padding: 3px 0; border-top: 1px solid var(--line); }
.metadata dt { color: var(--faint); overflow-wrap: anywhere; }
@media (width <= 1100px) {
.columns { grid-template-columns: minmax(0, 1fr); }
.panel { position: static; max-height: none; }
.table-box { max-height: 460px; }
}
@media (width <= 600px) {
body { padding: 12px 12px 32px; }
.about tr :nth-child(3):last-child { display: none; }
.controls { position: static; }
.choice { flex-wrap: wrap; row-gap: 4px; }
.choice span { padding: 3px 8px; }
.controls .choice legend { width: 100%; }
#keys { margin-left: 0; }
.search, .search input { width: 100%; max-width: none; }
.search input { margin: 2px 0 0; }
}
@media print {
.controls, .tip, #more { display: none; }
.table-box, .panel, #flame-box { max-height: none; overflow: visible; }
.columns { display: block; }
.panel { position: static; }
* { print-color-adjust: exact; }
}
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
<section class="notice" hidden aria-labelledby="notices-title"><h2 id="notices-title">Not all is in here</h2><ul id="notices"></ul></section>
<div id="controls" class="controls" hidden role="group" aria-label="What is shown">
<fieldset id="values" class="choice"><legend>Value</legend></fieldset>
<fieldset id="widths" class="choice" hidden><legend>Widths</legend></fieldset>
<label id="threads-label" hidden>Thread <select id="threads"></select></label>
<label class="search">Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="name" aria-describedby="matched"></label>
<output id="matched" for="search"></output>
</div>
<section aria-labelledby="flame-title">
<div class="bar">
<h2 id="flame-title">Flame graph</h2>
<nav id="crumbs" aria-label="Zoom" hidden></nav>
<p id="legend" class="legend" hidden>less than before, by 30 % <b class="less3"></b> 10 % <b class="less2"></b> 2 % <b class="less1"></b> <b class="same"></b> <b class="more1"></b> 2 % <b class="more2"></b> 10 % <b class="more3"></b> 30 % more</p>
<p id="keys" class="faint" hidden>Click or <kbd>Enter</kbd> zooms, <kbd>Esc</kbd> goes back, arrow keys move, <kbd>/</kbd> searches</p>
</div>
<div id="flame-box">
)page";

/// The page up to the data, JSON in which no < is left.
inline constexpr std::string_view page_before_data =
R"page(
</div>
<div id="details" role="status" hidden></div>
</section>
<div id="columns" class="columns" hidden>
<section>
<div class="bar">
<h2 id="table-title">Numbers</h2>
<fieldset id="rows" class="choice"><legend class="unseen">Rows</legend></fieldset>
<span id="row-count" class="faint"></span>
</div>
<div class="table-box" tabindex="0" role="region" aria-labelledby="table-title"><table id="table"><thead></thead><tbody></tbody></table></div>
<button id="more" type="button" hidden></button>
</section>
<section id="panel" class="panel" aria-labelledby="panel-title" tabindex="0">
<h2 id="panel-title"></h2>
<p id="place" class="faint code"></p>
<div id="numbers" class="numbers"></div>
<p id="before-note" class="faint" hidden>The distribution and the slowest calls are of the later profile.</p>
<h3>Durations: calls by how long they took, and the percentiles</h3>
<div id="plots"></div>
<h3>Slowest calls</h3>
<ol id="slowest"></ol>
<p id="no-timeline" class="faint" hidden>The timeline was off. With it on, the slowest calls of each name are kept, with what ran inside them: start the program with <code class="code">DWELL_TIMELINE=1M</code>.</p>
</section>
</div>
<div id="about" class="about" hidden>
<section hidden><h2>Counters</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Help</th></tr></thead><tbody id="counters"></tbody></table></section>
<section hidden><h2>Gauges</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Help</th></tr></thead><tbody id="gauges"></tbody></table></section>
<section hidden><h2>Threads</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Started</th><th scope="col">Running</th><th scope="col">CPU</th></tr></thead><tbody id="thread-list"></tbody></table></section>
<section hidden><h2>About this profile</h2><div id="metadata" class="metadata"></div></section>
<section hidden><h2>About the profile before</h2><div id="metadata-before" class="metadata"></div></section>
<section hidden><h2>What dwell itself costs</h2><div id="cost"></div></section>
</div>
</main>
<div id="tip" class="tip" role="presentation" hidden></div>
<script type="application/json" id="dwell-data">)page";

/// The page after the data, with the script.
inline constexpr std::string_view page_after_data =
R"page(</script>
<script>(() => {
'use strict';
function bm(aM,aL,bk=[]){for(let[p,g]of Object.entries(aL)){if(typeof g==='function'){aM.addEventListener(p,g)}else if(g!==void 0&&g!==false){aM.setAttribute(p,g)}}aM.append(...bk);return aM}
let n=(y)=>document.getElementById(y),
j=(cv,aL={},...bk)=>bm(document.createElement(cv),aL,bk),
E=(cv,aL={},...bk)=>bm(document.createElementNS('http://www.w3.org/2000/svg',cv),aL,bk),
W=(F)=>j('bdi',{class:'code'},F);
function bW(y,dv,eg,ef){let ax=n(y);ax.hidden=dv.length<2;ax.append(...dv.map(([g,al])=>{let aO=j('input',{type:'radio',name:y,value:g,change:()=>ef(g)});aO.checked=g===eg;return j('label',{},aO,j('span',{},al))}))}
let by=(bI,aL={})=>j('dl',aL,...bI.map(([au,g])=>j('div',{},j('dt',{},au),j('dd',{},g)))),
ck=document.createElement('canvas').getContext('2d');
ck.font=getComputedStyle(document.documentElement).getPropertyValue('--label-font');
let ah=new Map(),
bR=400;
function cR(F,aG){let f=ah.get(F);if(f===void 0){f=ck.measureText(F.slice(0,bR)).width;ah.set(F,f)}if(f<=aG&&F.length<=bR){return F}let cf=Array.from(F.slice(0,bR)),aU=Math.min(cf.length,Math.floor(cf.length*aG/f)),cH=()=>`${cf.slice(0,aU).join('')}\u2026`;while(aU>0&&ck.measureText(cH()).width>aG){--aU}return aU>1?cH():''}
let{abs:bu,ceil:ed,floor:bC,log:dh,log10:cg,max:u,min:bc}=Math,
cz='\u2212',
dL=(g)=>g.toFixed(g>=99.95?0:g>=9.995?1:2),
cc=(dF)=>(g)=>{let[dI,aS]=dF.find(([d])=>g>=d*0.9995)??dF.at(-1);return`${dI>1?dL(g/dI):Number(g.toFixed(g<10?1:0))} ${aS}`},
l=cc([[3.6e12,'h'],[1e9,'s'],[1e6,'ms'],[1e3,'\u00b5s'],[1,'ns']]),
aj=cc([...['EiB','PiB','TiB','GiB','MiB','KiB'].map((aS,o)=>[1024**(6-o),aS]),[1,'B']]),
eu=cc([[1e18,'E'],[1e15,'P'],[1e12,'T'],[1e9,'G'],[1e6,'M']]),
cM=new Intl.NumberFormat('en',{maximumSignificantDigits:8}),
er=(X)=>bu(X)<1e15?cM.format(X):X.toPrecision(6),
x=(X)=>X<1e3?`${Number(X.toPrecision(3))}`:X<1e7?cM.format(X):eu(X);
function bK(aE,bs){let t=bs>0?aE/bs*100:0;return`${aE>0&&t<0.1?'<0.1':t.toFixed(1)} %`}
function bj(v,m){if(v===m){return'='}let bb=v>m?'+':cz;if(!(m>0&&v>0)){return bb+(v>m?' new':' gone')}let ba=v/m;return bb+(ba>10?`${dL(ba)}\u00d7`:`${bu(ba*100-100).toFixed(1)} %`)}
let eo=(v,m,O)=>(v>m?'+':cz)+O(bu(v-m));
function dM(aC,aK){let aZ=10**bC(cg(aC/aK)),an=[1,2,5,10].find((d)=>d*aZ>=aC/aK)*aZ;return aC>0?Array.from({length:bC(aC/an*1.0001)+1},(bS,o)=>o*an):[0]}
let N=JSON.parse(n('dwell-data').textContent),
{names:Y,paths:i,threads:aJ,before:m}=N,
T=i.name.length,
bx=Array.from({length:T},()=>[]),
bz=new Uint32Array(T);
for(let a=0;a<T;++a){let P=i.parent[a];if(P>=0){bx[P].push(a);bz[a]=bz[P]+1}}
let dc=new Uint8Array(T);
{let du=new Uint32Array(Y.length),ag=bx.flatMap((bS,a)=>i.parent[a]<0?[a]:[]);while(ag.length>0){let a=ag.pop();if(a<0){--du[i.name[~a]]}else{dc[a]=du[i.name[a]]++>0?1:0;ag.push(~a);ag.push(...bx[a])}}}
let dk=Y.map((p)=>p.toLowerCase()),
bq=(a)=>Y[i.name[a]],
dy=(p)=>N.files[p]&&`${N.files[p]}:${N.lines[p]}`;
function ee(a){let z=[];for(let V=a;V>=0;V=i.parent[V]){z.unshift(bq(V))}return z}
let bM=[{key:'wall',label:'Wall',own:'self',format:l},{key:'self',label:'Self',own:'self',format:l,isInverted:true},{key:'allocations',label:'Allocations',own:'allocations',format:x},{key:'bytes',label:'Bytes',own:'bytes',format:aj},{key:'live',label:'Live bytes',own:'live',format:aj},].filter(({own:bH})=>i[bH]),
cw=new Map();
function ab(b,R=-1){let H=aJ[R]?.[b];if(!H){return i[b]}let y=`${b} ${R}`;if(!cw.has(y)){let cI=new Float64Array(T);aJ[R].paths.forEach((a,o)=>{cI[a]=H[o]});cw.set(y,cI)}return cw.get(y)}
function dr(eW,ej,eF){let G=Y.map((F,p)=>({id:p,name:p,calls:0,total:0,self:0})),[bi,fd,cr]=['calls','total','self'].map(ej);for(let a=0;a<T;++a){let e=G[i.name[a]];e.calls+=bi[a];e.self+=cr[a];e.total+=dc[a]?i.span[a]:fd[a];for(let b of eF){e[b]=(e[b]??0)+eW[b][a]}}return G}
let bG=['allocations','bytes','live'].filter((b)=>i[b]),
bA=new Map(N.distributions.map((d)=>[d.name,d])),
cn=new Map();
function co(D,R){let y=`${D} ${R}`;if(cn.has(y)){return cn.get(y)}let G;if(D==='names'){G=dr(i,(b)=>ab(b,R),bG);let s=m&&dr(m,(b)=>m[b],bG.filter((b)=>m[b]));for(let e of G){let cm=new Map(bA.get(e.name)?.p);Object.assign(e,{p50:cm.get(50),p95:cm.get(95),p99:cm.get(99)});e.max=bA.get(e.name)?.max;e.before=s?.[e.name]}}else{let ak=['calls','total','self','p50','p95','p99','max',...bG],aA=ak.map((b)=>[b,ab(b,R)]),dx=(a,from)=>Object.fromEntries(from.map(([b,d])=>[b,d[a]??void 0])),s=m&&ak.filter((b)=>m[b]).map((b)=>[b,m[b]]);G=Array.from({length:T},(bS,a)=>({id:a,path:a,name:i.name[a],...dx(a,aA),before:m&&dx(a,s)}))}G=G.filter((e)=>e.calls>0||e.before?.calls>0||bG.some((b)=>e[b]>0));cn.set(y,G);return G}
function aQ(y,aX){n(y).append(...aX);n(y).closest('section').hidden=aX.length===0}
let cp=(G)=>G.map(([eq,...eG])=>j('tr',{},j('th',{scope:'row'},W(eq)),...eG.map((ay)=>j('td',{},ay))));
function dG({name:p,labels:bE,unit:aS,help:es,value:g}){let cX=bE.map(([b,F])=>`${b}="${F}"`).join(', ');return[p+(cX&&`{${cX}}`),g===null?'not finite':aS==='bytes'?aj(g):aS==='ns'?l(g):`${er(g)} ${aS}`,es]}
let dm=(dD)=>dD?.metadata?[by(dD.metadata.map(([b,g])=>[b,W(g)]))]:[],
J=(cj)=>cj.reduce((d,S)=>d+S,0);
function dW(){n('summary').textContent=[`${l(J(i.self))} in ${x(J(i.calls))} calls of all threads`,`${x(Y.length)} names`,`${x(i.name.length)} call paths`,aJ.length>0&&`${x(J(aJ.map(({started:be})=>be)))} threads`,N.sampled&&'partly estimated',m&&`against ${m.title}`].filter(Boolean).join(' \u00b7 ');aQ('notices',N.health.map((cs)=>j('li',{},cs)));aQ('counters',cp(N.counters.map(dG)));aQ('gauges',cp(N.gauges.map(dG)));aQ('thread-list',cp(aJ.map(({name:p,started:be,running:eT,cpu:cF})=>[p||'unnamed',x(be),x(eT),cF>0?l(cF):'\u2013'])));aQ('metadata',dm(N));aQ('metadata-before',dm(m));aQ('cost',N.cost.map((cs)=>j('p',{},cs)))}
let bt=132,
cA=26,
L=bt-18,
dQ=[50,95,99],
F=(r,aa,dU,ad,D='tick')=>E('text',{x:r,y:aa,'text-anchor':dU,class:D},ad),
aV=(r,aa,fb,fc,D)=>E('path',{class:D,d:`M${r} ${aa}L${fb} ${fc}`}),
dA=(f,al,...aX)=>E('svg',{class:'plot',width:f,height:bt,role:'img','aria-label':al},...aX.flat(2)),
dl=(aD)=>aD.filter(([t])=>dQ.includes(t)),
di=(I,aN,from,bg)=>(q)=>from+(bg-from)*dh(u(q,I)/I)/dh(aN/I);
function dj(I,aN){let K=[];for(let aZ=10**bC(cg(I));aZ<=aN;aZ*=10){K.push(...(aN/I<100?[1,2,5]:[1]).map((an)=>an*aZ))}let cZ=K.filter((d)=>d>=I&&d<=aN);return cZ.length>0?cZ:[I]}
function et({from,to:bg,n:X,min:bp,max:aW,p:aD,count:bi},f){let I=u(0.5,bc(from[0]||bg[0]/2,bp)),C=di(I,u(I*1.5,bg.at(-1)),4,f-4),cL=from.map((ae,o)=>[C(ae),u(C(ae)+1,C(bg[o]))]),cW=cL.map(([ae,aq],o)=>X[o]/(aq-ae)),aC=cW.reduce((d,S)=>u(d,S),0),bT=cL.map(([ae,aq],o)=>X[o]>0?`M${ae} ${L}V${L-u(1.5,(L-cA)*cW[o]/aC)}H${u(ae+0.8,aq-0.6)}V${L}z`:''),cS=0,bF=0,ci=dl(aD).map(([t,q])=>{let r=C(q);bF=r<cS?bF+11:11;cS=r+28;return[aV(r,bF-8,r,L,'mark'),F(r>f-26?r-3:r+3,bF,r>f-26?'end':'start',`p${t}`,'mark-text')]});return dA(f,`Histogram of ${x(bi)} calls, from ${l(bp)} to ${l(aW)}`,E('path',{class:'bars',d:bT.join('')}),aV(0,L,f,L,'axis'),ci,dj(I,bg.at(-1)).map((q)=>[aV(C(q),L,C(q),L+4,'axis'),F(u(18,bc(C(q),f-18)),bt-3,'middle',l(q))]))}
function eI({p:aD,min:bp,max:aW,count:bi},f){let ca=(t)=>-cg(1-t/100),dB=[[0,bp],...aD,[u(100-50/bi,aD.at(-1)?.[0]??0),aW]],bo=u(2,ca(dB.at(-1)[0])),aP=52,C=(t)=>aP+(f-12-aP)*ca(t)/bo,I=u(0.5,bp),bh=di(I,u(I*1.5,aW),L,cA),cT=dj(I,aW),ep=ed(cT.length/5);return dA(f,`Percentiles: ${aD.map(([t,q])=>`${t} % within ${l(q)}`).join(', ')}, all within ${l(aW)}`,cT.filter((bS,o)=>o%ep===0).map((q)=>[aV(aP,bh(q),f,bh(q),'grid'),F(aP-5,bh(q)+4,'end',l(q))]),[50,90,99,99.9,99.99,99.999].filter((t)=>ca(t)<=bo).map((t)=>[aV(C(t),L,C(t),L+4,'axis'),F(C(t),bt-3,'middle',`${t} %`)]),aV(aP,L,f,L,'axis'),E('path',{class:'curve',d:`M${dB.map(([t,q])=>`${C(t)} ${bh(q)}`).join('L')}`}),dl(aD).map(([t,q])=>[E('circle',{cx:C(t),cy:bh(q),r:3}),F(C(t),bh(q)-7,'middle',l(q),'mark-text')]))}
let bQ=17;
function ff(eH,ev){let z=[];for(let a=ev;a>=0&&a!==eH;a=i.parent[a]){z.unshift(bq(a))}return z}
function fa(d,f){let cJ=(a)=>u(0,bz[a]-bz[d.path]),h=[[d.path,0,d.duration],...d.paths.map((a,o)=>[a,d.starts[o],d.durations[o]])],bw=bQ*(1+h.reduce((aC,[a])=>u(aC,cJ(a)),0)),C=(q)=>u(0,bc(q/d.duration,1))*f,bT=h.map(([a,ae,dN])=>{let[r,aa]=[C(ae),cJ(a)*bQ],U=u(1,C(ae+dN)-r-1);return E('g',{class:a===d.blamePath?'blamed':'bar'},E('title',{},`${bq(a)}: ${l(dN)}, from ${l(ae)} on`),E('rect',{x:r,y:aa,width:U,height:bQ-2}),E('text',{x:r+4,y:aa+11.5},U>30?cR(bq(a),U-8):''))}),ci=dM(d.duration,u(2,f/90)).map((q)=>E('text',{class:'tick',x:C(q),y:bw+14,'text-anchor':q===0?'start':C(q)>f-24?'end':'middle'},l(q))),eY=dM(d.duration,u(2,f/90)).map((q)=>`M${C(q)} ${bw}v4`);return E('svg',{class:'timeline',width:f,height:bw+18,role:'img','aria-label':`Timeline of ${l(d.duration)}: ${h.length-1} calls inside`},...bT,E('path',{class:'axis',d:`M0 ${bw}H${f}${eY.join('')}`}),...ci)}
function ew(d,f){let z=ff(d.path,d.blamePath),ad=[d.time?.replace('T',' ').replace('Z',' UTC'),`${l(d.start)} after the start`,j('span',{},'thread ',W(d.thread||'unnamed'),` #${d.threadNumber}`),d.allocations>0&&`${x(d.allocations)} allocations, ${aj(d.bytes)}`,d.leftOut>0&&`${x(d.leftOut)} shorter calls are not shown`,d.isCut&&'the timeline no longer had its beginning',].filter(Boolean).flatMap((aE)=>[' \u00b7 ',aE]).slice(1);return j('li',{},j('p',{class:'blame'},j('strong',{},l(d.blame)),` of ${l(d.duration)} in `,j('strong',{},W(bq(d.blamePath))),z.length>0?'':' itself',z.length>1?j('span',{class:'faint'},', by way of ',W(z.slice(0,-1).join(' \u203a '))):''),fa(d,f),j('p',{class:'faint when'},...ad))}
let eV=(p,f)=>N.exemplars.filter((d)=>d.name===p).sort((d,S)=>S.duration-d.duration).map((d)=>ew(d,f)),
k={value:bM[0].key,thread:-1,path:-1,name:-1,search:'',rows:'names',widths:'later'},
eK={...k},
dO=[],
ag;
function eB(){let aU=Object.entries(k).filter(([b,g])=>g!==eK[b]);try{history.replaceState(null,'',`#${new URLSearchParams(aU)}`)}catch{}}
function bN(cx){dO.push(cx)}
function ap(aE){let M=new Set(Object.keys(aE).filter((b)=>k[b]!==aE[b]));if(M.size===0){return}Object.assign(k,aE);dO.forEach((cx)=>cx(M));clearTimeout(ag);ag=setTimeout(eB,200)}
function eO(){let bv=new URLSearchParams(location.hash.slice(1)),o=(b,aq)=>{let am=Number(bv.get(b)??-1);return Number.isInteger(am)&&am>=0&&am<aq?am:-1},d=(b,dT)=>dT.includes(bv.get(b))?bv.get(b):k[b];Object.assign(k,{value:d('value',bM.map(({key:b})=>b)),rows:d('rows',['names','paths']),widths:d('widths',['later','both']),thread:o('thread',aJ.length),path:o('path',T),name:o('name',Y.length),search:bv.get('search')??''})}
function cO(c,h){let{path:a,parent:P}=c,{format:O,label:al,key:g,isInverted:db}=h.value,cN=[],Z=(au,ad)=>ad&&cN.push([au,ad]),bD=k.thread>=0,Q=(b,bO,au=b)=>{let br=ab(b,k.thread)?.[a]??0,s=m?.[b]&&(m[b][a]??0);if(br>0||s>0){let cl=['allocations','bytes'].includes(b)&&i.calls[a]>0&&!m?` (${bO(br/i.calls[a])} a call)`:'';Z(au,s===void 0?bO(br)+cl:`${bO(s)} \u2192 ${bO(br)} (${bj(br,s)})`)}};Q('calls',x);Z('not ended',i.open[a]>0&&x(i.open[a]));Z(c.isSpan?'spans (they overlap other calls)':g==='wall'?'total':a<0&&db&&!P?'self, callers below':al.toLowerCase(),O(c.width)+(P?` (${bK(c.width,h.width)} of all${P===h?'':`, ${bK(c.width,P.width)} of ${db?'callee':'parent'}`})`:''));if(m&&(a<0||g!=='wall')){Z('before',c.before!==void 0&&`${O(c.before)} (${bj(c.after,c.before)})`)}else if(m||g!=='wall'){Q('total',l,g==='wall'?'total compared':'total')}Q('self',l);for(let b of['p50','p95','p99','max']){Q(b,l,bD?`${b} of all threads`:b)}Q('allocations',x,'own allocations');Q('bytes',aj,'own bytes');Q('live',aj,'own live');Z('sampled',i.sampled[a]&&'an estimate');Z('at',dy(c.name));return cN}
function fg({own:bH,key:b},R,ah){let v=ab(bH,R),s=m?.[bH],B={width:new Float64Array(T),after:v,before:s,spans:new Map()};for(let a=0;a<T;++a){let dn=u(0,v[a]);B.width[a]=ah==='both'&&s?u(dn,s[a]):dn;if(b==='wall'&&i.span[a]>0){let aR=B.width[a]*bc(1,i.span[a]/(i.self[a]||1));B.spans.set(a,aR);B.width[a]-=aR}}return B}
function eZ(ab){let cu=Float64Array.from(ab);for(let a=T-1;a>=0;--a){if(i.parent[a]>=0){cu[i.parent[a]]+=cu[a]}}return cu}
let cy=(d,S)=>S.width-d.width||d.path-S.path;
function bU(c){return c.below??=c.find(c).sort(cy)}
function ec(f,v,s){let aB=(a,P)=>({name:i.name[a],path:a,parent:P,depth:P.depth+1,width:f[a],after:v[a],before:s?.[a],find:(c)=>bx[a].filter((az)=>f[az]>0).map((az)=>aB(az,c))});return aB}
function cC(c,B){let K=new Map();c.paths.forEach((a,o)=>{let V=c.parent?i.parent[c.at[o]]:a;if(V<0){return}let d=K.get(i.name[V]);if(!d){d={name:i.name[V],path:-1,parent:c,depth:c.depth+1,width:0,after:0,before:B.before&&0,paths:[],at:[],find:(cr)=>cC(cr,B)};K.set(d.name,d)}d.width+=B.width[a];d.after+=B.after[a];d.before+=B.before?.[a]??0;d.paths.push(a);d.at.push(V)});return[...K.values()]}
let H=new Map();
function fe(b,R,ah){let y=`${b} ${R} ${ah}`;if(!H.has(y)){H.set(y,ea(bM.find((g)=>g.key===b),R,ah))}return H.get(y)}
function ea(g,R,ah){let B=fg(g,R,ah),h={name:-1,path:-1,parent:null,depth:0,value:g,weights:B};if(g.isInverted){h.paths=Array.from(B.width.keys()).filter((a)=>B.width[a]>0);h.below=cC(h,B).sort(cy)}else{let[f,v,s]=[B.width,B.after,B.before].map((d)=>d&&eZ(d)),aB=ec(f,v,s),eQ=Array.from(f.keys()).filter((a)=>i.parent[a]<0&&f[a]>0);h.below=eQ.map((a)=>aB(a,h));for(let[a,aR]of B.spans){h.below.push({...aB(a,h),width:aR,after:aR,isSpan:true,below:[]})}h.below.sort(cy)}for(let b of['width','after','before']){h[b]=h.below.reduce((J,c)=>J+(c[b]??0),0)}return h}
function eE(h,ar){let{width:f,spans:eX}=h.weights,ce=new Uint8Array(T),J=0;for(let a=0;a<T;++a){let P=i.parent[a];ce[a]=ar[i.name[a]]||(P>=0&&ce[P]);J+=ce[a]?f[a]:0}for(let[a,aR]of eX){J+=ar[i.name[a]]?aR:0}return J}
function aB(h,a){if(a<0||h.value.isInverted){return h}let ai=aB(h,i.parent[a]);return bU(ai).find((c)=>c.path===a&&!c.isSpan)??h}
let bf=(c)=>c.name<0?'all':Y[c.name],
aw=20,
dR=0.5,
dS=30,
dP=[0.02,0.1,0.3],
ax=n('flame-box'),
aY=ax.querySelector('svg'),
dg=E('g'),
dw=E('path',{class:'same'}),
bn=E('rect',{class:'hover',height:aw-1}),
bl=E('rect',{class:'cursor',height:aw-1,tabindex:0,role:'button'}),
en=n('details'),
af=n('tip'),
h,
ao,
ac,
aF=[],
s=[],
ar=null,
aG=ax.clientWidth,
ei=Y.map((p)=>{let cU=(F)=>Array.from(F).reduce((J,eD)=>Math.imul(J^eD.codePointAt(0),16777619)>>>0,2166136261);return`frame c${cU(p.split(/[.:/ ]/)[0])%8} s${cU(p)%3}`});
function eh(c){let D=c.name<0?'frame all':ei[c.name];if(m&&c.before!==void 0){let ba=c.before>0?c.after/c.before-1:c.after>0?9:0,an=dP.filter((d)=>bu(ba)>=d).length;D=`frame ${an===0?'d0':`${ba>0?'more':'less'}${an}`}`}if(c.isSpan){D+=' span'}return ar&&c.name>=0?`${D} ${ar[c.name]?'hit':'dim'}`:D}
let df=(c)=>m&&c.before!==void 0?`${bj(c.after,c.before)} ${bf(c)}`:bf(c)+(c.isSpan?' (span)':'');
function eJ(f){aF=[];let dE=(c,r,U)=>(aF[c.depth]??=[]).push({frame:c,x:r,width:U});for(let ai=ao.parent;ai;ai=ai.parent){dE(ai,0,f)}let ag=[[ao,0,f]];while(ag.length>0){let[c,r,U]=ag.pop();dE(c,r,U);let cq=U/c.width,V=r,dt=[];for(let az of bU(c)){if(!(az.width*cq>=dR)){break}dt.push([az,V,az.width*cq]);V+=az.width*cq}ag.push(...dt.reverse())}}
function cK(){dw.setAttribute('d',aF.flat().filter(({frame:c})=>c.name===k.name&&c.name>=0).map(dH).join(''))}
function dH({frame:c,x:r,width:f}){let U=(f>2.5?f-1:f).toFixed(1);return`M${r.toFixed(1)} ${c.depth*aw}h${U}v${aw-1}h-${U}z`}
)page"
R"page(function bB(){eJ(aG);let ct=new Map(),bE=[];for(let A of aF.flat()){let{frame:c,x:r,width:f}=A,D=eh(c);ct.set(D,(ct.get(D)??'')+dH(A));let al=f>=dS&&cR(df(c),f-9);if(al){bE.push(E('text',{class:D.replace('frame','label'),x:r+4,y:c.depth*aw+14},al))}}bm(aY,{width:aG,height:aF.length*aw});dg.replaceChildren(...Array.from(ct,([D,eU])=>E('path',{class:D,d:eU})),...bE);cK();bn.setAttribute('width',0);dq(bL(ac)?ac:ao)}
let bL=(c)=>aF[c.depth]?.find((A)=>A.frame===c);
function cE(eP,{frame:c,x:r,width:f}){bm(eP,{x:r,y:c.depth*aw,width:u(1,f-1)})}
function dq(c){ac=c;cE(bl,bL(c));bl.setAttribute('aria-label',`${df(c)}, ${h.value.format(c.width)}, ${bK(c.width,h.width)} of all`);bX(c)}
function bX(c){en.replaceChildren(W(bf(c)),by(cO(c,h)))}
function bP(c,ex){if(c===ao){return}if(!ex){s.push(ao)}ao=ac=c;ap({path:c.path,name:c.name>=0?c.name:k.name});bB();cG()}
function dV(){let bo=s.pop()??h,eA=bo!==ao;bP(bo,true);return eA}
function cG(){let z=[];for(let c=ao;c;c=c.parent){z.unshift(c)}let ds=n('crumbs');ds.hidden=z.length<2;let aI=z.length>6?[z[0],null,...z.slice(-4)]:z;ds.replaceChildren(j('ol',{},...aI.map((c)=>j('li',{},c===null?'\u2026':c===ao?j('span',{'aria-current':'true'},W(bf(c))):j('button',{type:'button',click:()=>bP(c)},c.parent?W(bf(c)):'Reset zoom')))))}
function dK(w){let{left:aP,top:ai}=aY.getBoundingClientRect(),[r,aa]=[w.clientX-aP,w.clientY-ai];return aF[bC(aa/aw)]?.find((A)=>r>=A.x&&r<A.x+A.width)}
function eM(w){let A=dK(w);af.hidden=!A||w.pointerType==='touch';bn.setAttribute('width',0);if(!A){return}cE(bn,A);if(af.frame!==A.frame){af.frame=A.frame;af.replaceChildren(W(bf(A.frame)),by(cO(A.frame,h)));bX(A.frame)}let{clientX:r,clientY:aa}=w,{clientWidth:U,clientHeight:aN}=document.documentElement;af.style.left=`${u(4,bc(r+14,U-af.offsetWidth-4))}px`;af.style.top=`${aa+20+af.offsetHeight>aN?u(4,aa-af.offsetHeight-12):aa+20}px`}
function eC(){af.hidden=true;af.frame=null;bn.setAttribute('width',0);bX(ac)}
function eN(w){let e=aF[ac.depth],o=e.indexOf(bL(ac)),an={ArrowLeft:()=>e[o-1]?.frame,ArrowRight:()=>e[o+1]?.frame,ArrowUp:()=>ac.parent,ArrowDown:()=>bU(ac)[0],Home:()=>h}[w.key];if(an){let cb=an();if(cb&&bL(cb)){dq(cb);bl.scrollIntoView({block:'nearest',inline:'nearest'})}}else if(w.key==='Enter'||w.key===' '){bP(ac)}else{return}w.preventDefault()}
function cQ(){let aK=k.search.toLowerCase();ar=aK?Uint8Array.from(dk,(p)=>p.includes(aK)):null;let ad=n('matched');ad.textContent='';if(ar){let J=eE(h,ar),de=ar.reduce((K,d)=>K+d,0);ad.textContent=`${bK(J,h.width)} matched: ${h.value.format(J)} in ${de} ${de===1?'name':'names'}`}}
function dz(){h=fe(k.value,k.thread,k.widths);ao=ac=aB(h,k.path);s=[];cG();cQ()}
function dX(){for(let p of aY.getAttributeNames()){aY.removeAttribute(p)}aY.replaceChildren();bm(aY,{class:'flame',role:'group','aria-labelledby':'flame-title','aria-describedby':'keys',pointermove:eM,pointerleave:eC,keydown:eN,click:(w)=>{let A=dK(w);if(A){bP(A.frame);bl.focus({preventScroll:true})}}},[dg,dw,bn,bl]);bN((M)=>{if(['value','thread','widths'].some((b)=>M.has(b))){dz()}else if(M.has('search')){cQ()}else{cK();return}bB()});dz();bB();new ResizeObserver(()=>{if(ax.clientWidth!==aG){aG=ax.clientWidth;bB()}}).observe(ax)}
function cj(e){let bI=[],Z=(au,...aX)=>bI.push([au,j('span',{},...aX)]),Q=(b,au,O)=>{if(e[b]===void 0){return}let s=e.before?.[b],cl=['allocations','bytes'].includes(b)&&e.calls>0&&e[b]>0&&`${O(e[b]/e.calls)} a call`;Z(au,O(e[b]),...[cl,s!==void 0&&`before ${O(s)} (${bj(e[b],s)})`].filter(Boolean).map((ad)=>j('small',{},ad)))};Q('calls','Calls',x);Q('total','Total',l);Q('self','Self',l);let H=bA.get(e.name);if(H){Z('Mean',l(H.mean));Z('Min',l(H.min));H.p.filter(([t])=>![75,90].includes(t)).forEach(([t,q])=>Z(`p${t}`,l(q)));Z('Max',l(H.max))}Q('allocations','Allocations',x);Q('bytes','Allocated',aj);Q('live','Live',aj);return by(bI)}
function bY(){let e=co('names',-1).find(({name:p})=>p===k.name);n('panel').hidden=!e;if(!e){return}let f=n('plots').clientWidth,H=bA.get(k.name);n('panel-title').replaceChildren(W(Y[k.name]));n('place').textContent=dy(k.name);n('numbers').replaceChildren(cj(e));n('plots').replaceChildren(...H?[et(H,f),eI(H,f)]:['None of its calls was timed.']);n('slowest').replaceChildren(...eV(k.name,f))}
function dY(){bN((M)=>M.has('name')&&bY());n('before-note').hidden=!m;n('no-timeline').hidden=N.exemplarsPerName>0;bY();let f=n('columns').clientWidth;new ResizeObserver(([{contentRect:cD}])=>{if(cD.width!==f){f=cD.width;bY()}}).observe(n('columns'))}
let aT=24,
eL=[['self','Self',l],['total','Total',l],['calls','Calls',x],['p50','p50',l],['p95','p95',l],['p99','p99',l],['max','Max',l],['allocations','Allocs',x],['bytes','Bytes',aj],['live','Live',aj],];
function ek(D){let dC=eL.filter(([b])=>i[b]);if(!m){return dC.map(([b,av,O])=>({key:b,title:av,of:(e)=>e[b],text:(e)=>O(e[b]),isBar:b==='total'||b==='self'}))}let el=dC.filter(([b])=>m[b]&&!['p50','p95','max'].includes(b)&&(b!=='p99'||D==='paths'));return el.flatMap(([b,av,O])=>{let[v,s]=[(e)=>e[b]??0,(e)=>e.before[b]??0];return[{key:`${b} before`,title:`${av} before`,of:s,text:(e)=>O(s(e))},{key:b,title:`${av} after`,of:v,text:(e)=>O(v(e))},{key:`${b} change`,title:`${av} change`,of:(e)=>v(e)-s(e),isChange:true,text:(e)=>v(e)===s(e)?'=':`${eo(v(e),s(e),O)} (${bj(v(e),s(e))})`},]})}
let cB=n('table').tBodies[0],
aA,
bZ,
bs,
bd,
at={key:m?'self change':'self',isDown:true},
aI=aT;
function dJ(){let bV=aA.find(({key:b})=>b===at.key),h=co(k.rows,k.thread),bb=at.isDown?-1:1,ak=h.map(bV?(e)=>bb*(bV.of(e)??bb*Infinity):(e)=>Y[e.name]),cY=Array.from(ak.keys());cY.sort(bV?(d,S)=>ak[d]-ak[S]:(d,S)=>bb*((ak[d]>ak[S])-(ak[d]<ak[S])));bd=cY.map((o)=>h[o]);bs=co('names',k.thread).reduce((J,e)=>J+e.self,0)}
function cV(){let ay=(b,av)=>{let cd=b===at.key;return j('th',{scope:'col',class:/ change$/.test(b)&&'change','aria-sort':cd&&(at.isDown?'descending':'ascending')},j('button',{type:'button',click:()=>{at={key:b,isDown:cd?!at.isDown:b!=='name'};aI=aT;dJ();cV();G();n('table').querySelector('th[aria-sort] button').focus()}},av,j('span',{class:'arrow','aria-hidden':'true'},cd?at.isDown?'\u25be':'\u25b4':'')))};n('table').tHead.replaceChildren(j('tr',{},ay('name',k.rows==='names'?'Name':'Call path'),...aA.map(({key:b,title:av})=>ay(b,av))))}
function eR(e){let z=e.path===void 0?[]:ee(e.path).slice(0,-1),ai=z.length>0?j('span',{class:'above'},...z.slice(-6).reverse().flatMap((p)=>[' \u2039 ',W(p)])):'',eb=j('button',{type:'button',title:[...z,Y[e.name]].join(' \u203a ')},W(Y[e.name]),ai);return j('tr',{click:()=>ap(e.path===void 0?{name:e.name}:{name:e.name,path:e.path})},j('th',{scope:'row'},eb),...aA.map((ab)=>{let am=ab.of(e);if(am===void 0){return j('td',{class:'faint'},'\u2013')}let ay=j('td',{class:ab.isChange&&am!==0&&(am>0?'up':'down')},ab.text(e));if(ab.isBar&&am>0){ay.classList.add('share');ay.style.setProperty('--share-width',`${bc(100,am/bs*100).toFixed(1)}%`)}return ay}))}
function ch(){Array.from(cB.rows).forEach((aM,o)=>{let da=bZ[o].name===k.name;aM.classList.toggle('chosen',da);aM.querySelector('button').setAttribute('aria-current',da)})}
function G(){let aK=k.search.toLowerCase(),K=bd.filter((e)=>dk[e.name].includes(aK)),aq=K.length<=aI+aT/3?K.length:aI;bZ=K.slice(0,aq);cB.replaceChildren(...bZ.map(eR));ch();n('row-count').textContent=aK?`${x(K.length)} of ${x(bd.length)}`:x(bd.length);let dp=n('more');dp.hidden=K.length===aq;dp.textContent=`Show more (${x(K.length-aq)})`}
function cP(){aA=ek(k.rows);if(!aA.some(({key:b})=>b===at.key)){at={key:aA[0].key,isDown:true}}dJ();cV();G()}
function dZ(){bW('rows',[['names','Names'],['paths','Call paths']],k.rows,(eS)=>ap({rows:eS}));n('more').addEventListener('click',()=>{aI+=10*aT;G()});bN((M)=>{if(M.has('rows')||M.has('thread')){aI=aT;cP()}else if(M.has('search')){aI=aT;G()}else{ch()}});cP();if(k.name<0){let ey=new Set(N.exemplars.filter((d)=>d.blamePath!==d.path&&i.calls[d.path]>1).map(({name:p})=>p));k.name=(bd.find((e)=>ey.has(e.name))??bd[0])?.name??-1;ch()}}
let aH=n('search');
function em(){bW('values',bM.map(({key:b,label:al})=>[b,al]),k.value,(g)=>ap({value:g}));if(m){bW('widths',[['later','after'],['both','larger of both']],k.widths,(ah)=>ap({widths:ah}));n('legend').hidden=false}let bJ=n('threads');n('threads-label').hidden=aJ.length<2;bJ.append(j('option',{value:-1},'all together'),...aJ.map(({name:p,started:be},o)=>j('option',{value:o},(p||'unnamed')+(be>1?` (${be})`:''))));bJ.value=k.thread;bJ.addEventListener('change',()=>ap({thread:Number(bJ.value)}));aH.value=k.search;aH.addEventListener('input',()=>ap({search:aH.value}))}
function dd(){let bD=k.thread>=0;for(let aO of n('values').querySelectorAll('input')){aO.disabled=bD&&!['wall','self'].includes(aO.value);aO.checked=aO.value===k.value}if(bD&&!['wall','self'].includes(k.value)){ap({value:'wall'})}}document.addEventListener('keydown',(w)=>{let ez=w.target.matches('input[type=search], select');if(w.key==='/'&&!ez&&!w.ctrlKey&&!w.metaKey){aH.focus();aH.select();w.preventDefault()}else if(w.key==='Escape'){if(w.target===aH&&aH.value){aH.value='';ap({search:''})}else{dV()}w.preventDefault()}});
eO();
for(let y of['controls','details','keys','columns','about']){n(y).hidden=false}em();
bN((M)=>(M.has('thread')||M.has('value'))&&dd());
dW();
dZ();
dX();
dY();
dd();
})();
</script>
</body>
</html>
)page";

// clang-format on

}  // namespace detail
DWELL_NAMESPACE_END

#endif
