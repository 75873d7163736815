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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-S0SpigmbJykgZwH/CUZejQ0KRYLctLnHZi3Vq3hi5MM='; img-src data:; base-uri 'none'; form-action 'none'">
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
.table-box { overflow: auto; max-height: 760px; border: 1px solid var(--line); border-radius: 4px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
#table { table-layout: fixed; }
th, td { padding: 3px 8px; text-align: right; white-space: nowrap; font-weight: 400; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody tr:first-child > * { border-top: 0; }
th:first-child { text-align: left; overflow: hidden; text-overflow: ellipsis; }
tbody th:first-child { position: sticky; left: 0; background: var(--ground); }
thead th { width: 74px; position: sticky; top: 0; z-index: 1; background: var(--raised); border-bottom: 1px solid var(--line); font-weight: 600; }
thead th:first-child { left: 0; z-index: 2; width: 190px; }
thead th.change { width: 150px; }
.about thead th:nth-child(n) { width: auto; }
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
.panel { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px 18px; position: sticky; top: 56px; max-height: calc(100vh - 70px); overflow: auto; }
.panel h2 { font-size: 16px; }
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
.about td:nth-child(3) { white-space: normal; }
.about th:first-child { width: auto; max-width: none; white-space: normal; overflow-wrap: anywhere; }
.about tbody td:last-child, .about thead th:last-child { text-align: right; }
.metadata div { display: grid; grid-template-columns: 120px 1fr; gap: 12px; padding: 3px 0; border-top: 1px solid var(--line); }
.metadata dt { color: var(--faint); overflow-wrap: anywhere; }
@media (width <= 1100px) {
.columns { grid-template-columns: minmax(0, 1fr); }
.panel { position: static; max-height: none; }
.table-box { max-height: 460px; }
}
@media (width <= 600px) {
body { padding: 12px 12px 32px; }
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
function bm(aL,aK,bj=[]){for(let[p,g]of Object.entries(aK)){if(typeof g==='function'){aL.addEventListener(p,g)}else if(g!==void 0&&g!==false){aL.setAttribute(p,g)}}aL.append(...bj);return aL}
let l=(x)=>document.getElementById(x),
i=(cv,aK={},...bj)=>bm(document.createElement(cv),aK,bj),
D=(cv,aK={},...bj)=>bm(document.createElementNS('http://www.w3.org/2000/svg',cv),aK,bj),
W=(E)=>i('bdi',{class:'code'},E);
function bW(x,du,ef,ee){let ax=l(x);ax.hidden=du.length<2;ax.append(...du.map(([g,ak])=>{let aN=i('input',{type:'radio',name:x,value:g,change:()=>ee(g)});aN.checked=g===ef;return i('label',{},aN,i('span',{},ak))}))}
let bx=(bH,aK={})=>i('dl',aK,...bH.map(([au,g])=>i('div',{},i('dt',{},au),i('dd',{},g)))),
ck=document.createElement('canvas').getContext('2d');
ck.font=getComputedStyle(document.documentElement).getPropertyValue('--label-font');
let ag=new Map(),
bQ=400;
function cQ(E,aG){let f=ag.get(E);if(f===void 0){f=ck.measureText(E.slice(0,bQ)).width;ag.set(E,f)}if(f<=aG&&E.length<=bQ){return E}let cf=Array.from(E.slice(0,bQ)),aR=Math.min(cf.length,Math.floor(cf.length*aG/f)),cH=()=>`${cf.slice(0,aR).join('')}\u2026`;while(aR>0&&ck.measureText(cH()).width>aG){--aR}return aR>1?cH():''}
let{abs:bS,ceil:ec,floor:bB,log:dg,log10:cg,max:u,min:aZ}=Math,
cz='\u2212',
dK=(g)=>g.toFixed(g>=99.95?0:g>=9.995?1:2),
cc=(dE)=>(g)=>{let[dH,be]=dE.find(([d])=>g>=d*0.9995)??dE.at(-1);return`${dH>1?dK(g/dH):Number(g.toFixed(g<10?1:0))} ${be}`},
m=cc([[3.6e12,'h'],[1e9,'s'],[1e6,'ms'],[1e3,'\u00b5s'],[1,'ns']]),
ai=cc([...['EiB','PiB','TiB','GiB','MiB','KiB'].map((be,o)=>[1024**(6-o),be]),[1,'B']]),
et=cc([[1e18,'E'],[1e15,'P'],[1e12,'T'],[1e9,'G'],[1e6,'M']]),
eo=new Intl.NumberFormat('en',{maximumSignificantDigits:8}),
cT=(al)=>al<1e3?`${Number(al.toPrecision(3))}`:eo.format(al),
w=(al)=>al<1e7?cT(al):et(al);
function bJ(aE,bs){let s=bs>0?aE/bs*100:0;return`${aE>0&&s<0.1?'<0.1':s.toFixed(1)} %`}
function bi(I,n){if(I===n){return'='}let aY=I>n?'+':cz;if(!(n>0&&I>0)){return aY+(I>n?' new':' gone')}let aX=I/n;return aY+(aX>10?`${dK(aX)}\u00d7`:`${bS(aX*100-100).toFixed(1)} %`)}
let en=(I,n,N)=>(I>n?'+':cz)+N(bS(I-n));
function dL(aC,aJ){let aW=10**bB(cg(aC/aJ)),an=[1,2,5,10].find((d)=>d*aW>=aC/aJ)*aW;return aC>0?Array.from({length:bB(aC/an*1.0001)+1},(bR,o)=>o*an):[0]}
let M=JSON.parse(l('dwell-data').textContent),
{names:X,paths:j,threads:aI,before:n}=M,
T=j.name.length,
bw=Array.from({length:T},()=>[]),
by=new Uint32Array(T);
for(let a=0;a<T;++a){let O=j.parent[a];if(O>=0){bw[O].push(a);by[a]=by[O]+1}}
let db=new Uint8Array(T);
{let dt=new Uint32Array(X.length),af=bw.flatMap((bR,a)=>j.parent[a]<0?[a]:[]);while(af.length>0){let a=af.pop();if(a<0){--dt[j.name[~a]]}else{db[a]=dt[j.name[a]]++>0?1:0;af.push(~a);af.push(...bw[a])}}}
let dj=X.map((p)=>p.toLowerCase()),
bq=(a)=>X[j.name[a]],
dx=(p)=>M.files[p]&&`${M.files[p]}:${M.lines[p]}`;
function ed(a){let y=[];for(let V=a;V>=0;V=j.parent[V]){y.unshift(bq(V))}return y}
let bL=[{key:'wall',label:'Wall',own:'self',format:m},{key:'self',label:'Self',own:'self',format:m,isInverted:true},{key:'allocations',label:'Allocations',own:'allocations',format:w},{key:'bytes',label:'Bytes',own:'bytes',format:ai},{key:'live',label:'Live bytes',own:'live',format:ai},].filter(({own:bG})=>j[bG]),
cw=new Map();
function aa(b,Q=-1){let G=aI[Q]?.[b];if(!G){return j[b]}let x=`${b} ${Q}`;if(!cw.has(x)){let cI=new Float64Array(T);aI[Q].paths.forEach((a,o)=>{cI[a]=G[o]});cw.set(x,cI)}return cw.get(x)}
function dq(eV,ei,eE){let F=X.map((E,p)=>({id:p,name:p,calls:0,total:0,self:0})),[bh,fc,cr]=['calls','total','self'].map(ei);for(let a=0;a<T;++a){let e=F[j.name[a]];e.calls+=bh[a];e.self+=cr[a];e.total+=db[a]?j.span[a]:fc[a];for(let b of eE){e[b]=(e[b]??0)+eV[b][a]}}return F}
let bF=['allocations','bytes','live'].filter((b)=>j[b]),
bz=new Map(M.distributions.map((d)=>[d.name,d])),
cn=new Map();
function co(C,Q){let x=`${C} ${Q}`;if(cn.has(x)){return cn.get(x)}let F;if(C==='names'){F=dq(j,(b)=>aa(b,Q),bF);let t=n&&dq(n,(b)=>n[b],bF.filter((b)=>n[b]));for(let e of F){let cm=new Map(bz.get(e.name)?.p);Object.assign(e,{p50:cm.get(50),p95:cm.get(95),p99:cm.get(99)});e.max=bz.get(e.name)?.max;e.before=t?.[e.name]}}else{let aj=['calls','total','self','p50','p95','p99','max',...bF],aA=aj.map((b)=>[b,aa(b,Q)]),dw=(a,from)=>Object.fromEntries(from.map(([b,d])=>[b,d[a]])),t=n&&aj.filter((b)=>n[b]).map((b)=>[b,n[b]]);F=Array.from({length:T},(bR,a)=>({id:a,path:a,name:j.name[a],...dw(a,aA),before:n&&dw(a,t)}))}F=F.filter((e)=>e.calls>0||e.before?.calls>0||bF.some((b)=>e[b]>0));cn.set(x,F);return F}
function aP(x,aU){l(x).append(...aU);l(x).closest('section').hidden=aU.length===0}
let cp=(F)=>F.map(([eq,...eF])=>i('tr',{},i('th',{scope:'row'},W(eq)),...eF.map((ay)=>i('td',{},ay))));
function dF({name:p,labels:bD,unit:be,help:er,value:g}){let cX=bD.map(([b,E])=>`${b}="${E}"`).join(', ');return[p+(cX&&`{${cX}}`),be==='bytes'?ai(g):`${typeof g==='number'?cT(g):g} ${be}`,er]}
let dl=(dC)=>dC?.metadata?[bx(dC.metadata.map(([b,g])=>[b,W(g)]))]:[],
H=(cj)=>cj.reduce((d,S)=>d+S,0);
function dV(){l('summary').textContent=[`${m(H(j.self))} in ${w(H(j.calls))} calls`,`${w(X.length)} names`,`${w(j.name.length)} call paths`,aI.length>0&&`${w(H(aI.map(({started:bb})=>bb)))} threads`,M.sampled&&'in part estimated from samples',n&&`compared with ${n.title}`].filter(Boolean).join(' \u00b7 ');aP('notices',M.health.map((cs)=>i('li',{},cs)));aP('counters',cp(M.counters.map(dF)));aP('gauges',cp(M.gauges.map(dF)));aP('thread-list',cp(aI.map(({name:p,started:bb,running:eS,cpu:cF})=>[p||'unnamed',w(bb),w(eS),cF>0?m(cF):'\u2013'])));aP('metadata',dl(M));aP('metadata-before',dl(n));aP('cost',M.cost.map((cs)=>i('p',{},cs)))}
let bt=132,
cA=26,
K=bt-18,
dP=[50,95,99],
E=(r,Z,dT,ac,C='tick')=>D('text',{x:r,y:Z,'text-anchor':dT,class:C},ac),
aS=(r,Z,fa,fb,C)=>D('path',{class:C,d:`M${r} ${Z}L${fa} ${fb}`}),
dz=(f,ak,...aU)=>D('svg',{class:'plot',width:f,height:bt,role:'img','aria-label':ak},...aU.flat(2)),
dk=(aD)=>aD.filter(([s])=>dP.includes(s)),
dh=(J,aM,from,bd)=>(q)=>from+(bd-from)*dg(u(q,J)/J)/dg(aM/J);
function di(J,aM){let R=[];for(let aW=10**bB(cg(J));aW<=aM;aW*=10){R.push(...(aM/J<100?[1,2,5]:[1]).map((an)=>an*aW))}return R.filter((d)=>d>=J&&d<=aM)}
function es({from,to:bd,n:al,min:bp,max:aT,p:aD,count:bh},f){let J=u(0.5,aZ(from[0]||bd[0]/2,bp)),B=dh(J,u(J*1.5,bd.at(-1)),4,f-4),cL=from.map((ad,o)=>[B(ad),u(B(ad)+1,B(bd[o]))]),cW=cL.map(([ad,bl],o)=>al[o]/(bl-ad)),aC=cW.reduce((d,S)=>u(d,S),0),bT=cL.map(([ad,bl],o)=>al[o]>0?`M${ad} ${K}V${K-u(1.5,(K-cA)*cW[o]/aC)}H${u(ad+0.8,bl-0.6)}V${K}z`:''),cR=0,bE=0,ci=dk(aD).map(([s,q])=>{let r=B(q);bE=r<cR?bE+11:11;cR=r+28;return[aS(r,bE-8,r,K,'mark'),E(r>f-26?r-3:r+3,bE,r>f-26?'end':'start',`p${s}`,'mark-text')]});return dz(f,`Histogram of ${w(bh)} calls, from ${m(bp)} to ${m(aT)}`,D('path',{class:'bars',d:bT.join('')}),aS(0,K,f,K,'axis'),ci,di(J,bd.at(-1)).map((q)=>[aS(B(q),K,B(q),K+4,'axis'),E(u(18,aZ(B(q),f-18)),bt-3,'middle',m(q))]))}
function eH({p:aD,min:bp,max:aT,count:bh},f){let ca=(s)=>-cg(1-s/100),dA=[[0,bp],...aD,[u(100-50/bh,aD.at(-1)?.[0]??0),aT]],bo=u(2,ca(dA.at(-1)[0])),aO=52,B=(s)=>aO+(f-12-aO)*ca(s)/bo,J=u(0.5,bp),bf=dh(J,u(J*1.5,aT),K,cA),cS=di(J,aT),ep=ec(cS.length/5);return dz(f,`Percentiles: ${aD.map(([s,q])=>`${s} % within ${m(q)}`).join(', ')}, all within ${m(aT)}`,cS.filter((bR,o)=>o%ep===0).map((q)=>[aS(aO,bf(q),f,bf(q),'grid'),E(aO-5,bf(q)+4,'end',m(q))]),[0,50,90,99,99.9,99.99,99.999].filter((s)=>ca(s)<=bo).map((s)=>[aS(B(s),K,B(s),K+4,'axis'),E(B(s),bt-3,'middle',`${s} %`)]),aS(aO,K,f,K,'axis'),D('path',{class:'curve',d:`M${dA.map(([s,q])=>`${B(s)} ${bf(q)}`).join('L')}`}),dk(aD).map(([s,q])=>[D('circle',{cx:B(s),cy:bf(q),r:3}),E(B(s),bf(q)-7,'middle',m(q),'mark-text')]))}
let bP=17;
function fe(eG,eu){let y=[];for(let a=eu;a>=0&&a!==eG;a=j.parent[a]){y.unshift(bq(a))}return y}
function eZ(d,f){let cJ=(a)=>u(0,by[a]-by[d.path]),h=[[d.path,0,d.duration],...d.paths.map((a,o)=>[a,d.starts[o],d.durations[o]])],bv=bP*(1+h.reduce((aC,[a])=>u(aC,cJ(a)),0)),B=(q)=>u(0,aZ(q/d.duration,1))*f,bT=h.map(([a,ad,dM])=>{let[r,Z]=[B(ad),cJ(a)*bP],U=u(1,B(ad+dM)-r-1);return D('g',{class:a===d.blamePath?'blamed':'bar'},D('title',{},`${bq(a)}: ${m(dM)}, from ${m(ad)} on`),D('rect',{x:r,y:Z,width:U,height:bP-2}),D('text',{x:r+4,y:Z+11.5},U>30?cQ(bq(a),U-8):''))}),ci=dL(d.duration,u(2,f/90)).map((q)=>D('text',{class:'tick',x:B(q),y:bv+14,'text-anchor':q===0?'start':B(q)>f-24?'end':'middle'},m(q))),eX=dL(d.duration,u(2,f/90)).map((q)=>`M${B(q)} ${bv}v4`);return D('svg',{class:'timeline',width:f,height:bv+18,role:'img','aria-label':`Timeline of ${m(d.duration)}: ${h.length-1} calls inside`},...bT,D('path',{class:'axis',d:`M0 ${bv}H${f}${eX.join('')}`}),...ci)}
function ev(d,f){let y=fe(d.path,d.blamePath),ac=[d.time?.replace('T',' ').replace('Z',' UTC'),`${m(d.start)} after the start`,i('span',{},'thread ',W(d.thread||'unnamed'),` #${d.threadNumber}`),d.allocations>0&&`${w(d.allocations)} allocations, ${ai(d.bytes)}`,d.leftOut>0&&`${w(d.leftOut)} shorter calls are not shown`,d.isCut&&'the timeline no longer had its beginning',].filter(Boolean).flatMap((aE)=>[' \u00b7 ',aE]).slice(1);return i('li',{},i('p',{class:'blame'},i('strong',{},m(d.blame)),` of ${m(d.duration)} in `,i('strong',{},W(bq(d.blamePath))),y.length>0?'':' itself',y.length>1?i('span',{class:'faint'},', by way of ',W(y.slice(0,-1).join(' \u203a '))):''),eZ(d,f),i('p',{class:'faint when'},...ac))}
let eU=(p,f)=>M.exemplars.filter((d)=>d.name===p).sort((d,S)=>S.duration-d.duration).map((d)=>ev(d,f)),
k={value:bL[0].key,thread:-1,path:-1,name:-1,search:'',rows:'names',widths:'later'},
eJ={...k},
dN=[],
af;
function eA(){let aR=Object.entries(k).filter(([b,g])=>g!==eJ[b]);try{history.replaceState(null,'',`#${new URLSearchParams(aR)}`)}catch{}}
function bM(cx){dN.push(cx)}
function ap(aE){let L=new Set(Object.keys(aE).filter((b)=>k[b]!==aE[b]));if(L.size===0){return}Object.assign(k,aE);dN.forEach((cx)=>cx(L));clearTimeout(af);af=setTimeout(eA,200)}
function eN(){let bu=new URLSearchParams(location.hash.slice(1)),o=(b,bl)=>{let am=Number(bu.get(b)??-1);return Number.isInteger(am)&&am>=0&&am<bl?am:-1},d=(b,dS)=>dS.includes(bu.get(b))?bu.get(b):k[b];Object.assign(k,{value:d('value',bL.map(({key:b})=>b)),rows:d('rows',['names','paths']),widths:d('widths',['later','both']),thread:o('thread',aI.length),path:o('path',T),name:o('name',X.length),search:bu.get('search')??''})}
function cN(c,h){let{path:a,parent:O}=c,{format:N,label:ak,key:g,isInverted:da}=h.value,cM=[],Y=(au,ac)=>ac&&cM.push([au,ac]),bC=k.thread>=0,P=(b,bN,au=b)=>{let br=aa(b,k.thread)?.[a],t=n?.[b]?.[a];if(br>0||t>0){let cl=['allocations','bytes'].includes(b)&&j.calls[a]>0&&!n?` (${bN(br/j.calls[a])} a call)`:'';Y(au,t===void 0?bN(br)+cl:`${bN(t)} \u2192 ${bN(br)} (${bi(br,t)})`)}};P('calls',w);Y('not ended',j.open[a]>0&&w(j.open[a]));Y(c.isSpan?'spans (they overlap other calls)':g==='wall'?'total':a<0&&da&&!O?'self, callers below':ak.toLowerCase(),N(c.width)+(O?` (${bJ(c.width,h.width)} of all${O===h?'':`, ${bJ(c.width,O.width)} of ${da?'callee':'parent'}`})`:''));if(n&&(a<0||g!=='wall')){Y('before',c.before!==void 0&&`${N(c.before)} (${bi(c.after,c.before)})`)}else if(n||g!=='wall'){P('total',m,g==='wall'?'total compared':'total')}P('self',m);for(let b of['p50','p95','p99','max']){P(b,m,bC?`${b} of all threads`:b)}P('allocations',w,'own allocations');P('bytes',ai,'own bytes');P('live',ai,'own live');Y('sampled',j.sampled[a]&&'an estimate');Y('at',dx(c.name));return cM}
function ff({own:bG,key:b},Q,ag){let I=aa(bG,Q),t=n?.[bG],A={width:new Float64Array(T),after:I,before:t,spans:new Map()};for(let a=0;a<T;++a){let dm=u(0,I[a]);A.width[a]=ag==='both'&&t?u(dm,t[a]):dm;if(b==='wall'&&j.span[a]>0){let aQ=A.width[a]*aZ(1,j.span[a]/(j.self[a]||1));A.spans.set(a,aQ);A.width[a]-=aQ}}return A}
function eY(aa){let cu=Float64Array.from(aa);for(let a=T-1;a>=0;--a){if(j.parent[a]>=0){cu[j.parent[a]]+=cu[a]}}return cu}
let cy=(d,S)=>S.width-d.width||d.path-S.path;
function bU(c){return c.below??=c.find(c).sort(cy)}
function eb(f,I,t){let aB=(a,O)=>({name:j.name[a],path:a,parent:O,depth:O.depth+1,width:f[a],after:I[a],before:t?.[a],find:(c)=>bw[a].filter((az)=>f[az]>0).map((az)=>aB(az,c))});return aB}
function cC(c,A){let R=new Map();c.paths.forEach((a,o)=>{let V=c.parent?j.parent[c.at[o]]:a;if(V<0){return}let d=R.get(j.name[V]);if(!d){d={name:j.name[V],path:-1,parent:c,depth:c.depth+1,width:0,after:0,before:A.before&&0,paths:[],at:[],find:(cr)=>cC(cr,A)};R.set(d.name,d)}d.width+=A.width[a];d.after+=A.after[a];d.before+=A.before?.[a]??0;d.paths.push(a);d.at.push(V)});return[...R.values()]}
let G=new Map();
function fd(b,Q,ag){let x=`${b} ${Q} ${ag}`;if(!G.has(x)){G.set(x,dZ(bL.find((g)=>g.key===b),Q,ag))}return G.get(x)}
function dZ(g,Q,ag){let A=ff(g,Q,ag),h={name:-1,path:-1,parent:null,depth:0,value:g,weights:A};if(g.isInverted){h.paths=Array.from(A.width.keys()).filter((a)=>A.width[a]>0);h.below=cC(h,A).sort(cy)}else{let[f,I,t]=[A.width,A.after,A.before].map((d)=>d&&eY(d)),aB=eb(f,I,t),eP=Array.from(f.keys()).filter((a)=>j.parent[a]<0&&f[a]>0);h.below=eP.map((a)=>aB(a,h));for(let[a,aQ]of A.spans){h.below.push({...aB(a,h),width:aQ,after:aQ,isSpan:true,below:[]})}h.below.sort(cy)}for(let b of['width','after','before']){h[b]=h.below.reduce((H,c)=>H+(c[b]??0),0)}return h}
function eD(h,aq){let{width:f,spans:eW}=h.weights,ce=new Uint8Array(T),H=0;for(let a=0;a<T;++a){let O=j.parent[a];ce[a]=aq[j.name[a]]||(O>=0&&ce[O]);H+=ce[a]?f[a]:0}for(let[a,aQ]of eW){H+=aq[j.name[a]]?aQ:0}return H}
function aB(h,a){if(a<0||h.value.isInverted){return h}let ah=aB(h,j.parent[a]);return bU(ah).find((c)=>c.path===a&&!c.isSpan)??h}
let bc=(c)=>c.name<0?'all':X[c.name],
aw=20,
dQ=0.5,
dR=30,
dO=[0.02,0.1,0.3],
ax=l('flame-box'),
aV=ax.querySelector('svg'),
df=D('g'),
dv=D('path',{class:'same'}),
bn=D('rect',{class:'hover',height:aw-1}),
bk=D('rect',{class:'cursor',height:aw-1,tabindex:0,role:'button'}),
em=l('details'),
ae=l('tip'),
h,
ao,
ab,
aF=[],
t=[],
aq=null,
aG=ax.clientWidth,
eh=X.map((p)=>{let cU=(E)=>Array.from(E).reduce((H,eC)=>Math.imul(H^eC.codePointAt(0),16777619)>>>0,2166136261);return`frame c${cU(p.split(/[.:/ ]/)[0])%8} s${cU(p)%3}`});
function eg(c){let C=c.name<0?'frame all':eh[c.name];if(n&&c.before!==void 0){let aX=c.before>0?c.after/c.before-1:c.after>0?9:0,an=dO.filter((d)=>bS(aX)>=d).length;C=`frame ${an===0?'d0':`${aX>0?'more':'less'}${an}`}`}if(c.isSpan){C+=' span'}return aq&&c.name>=0?`${C} ${aq[c.name]?'hit':'dim'}`:C}
let de=(c)=>n&&c.before!==void 0?`${bi(c.after,c.before)} ${bc(c)}`:bc(c)+(c.isSpan?' (span)':'');
function eI(f){aF=[];let dD=(c,r,U)=>(aF[c.depth]??=[]).push({frame:c,x:r,width:U});for(let ah=ao.parent;ah;ah=ah.parent){dD(ah,0,f)}let af=[[ao,0,f]];while(af.length>0){let[c,r,U]=af.pop();dD(c,r,U);let cq=U/c.width,V=r,ds=[];for(let az of bU(c)){if(!(az.width*cq>=dQ)){break}ds.push([az,V,az.width*cq]);V+=az.width*cq}af.push(...ds.reverse())}}
function cK(){dv.setAttribute('d',aF.flat().filter(({frame:c})=>c.name===k.name&&c.name>=0).map(dG).join(''))}
function dG({frame:c,x:r,width:f}){let U=(f>2.5?f-1:f).toFixed(1);return`M${r.toFixed(1)} ${c.depth*aw}h${U}v${aw-1}h-${U}z`}
)page"
R"page(function bA(){eI(aG);let ct=new Map(),bD=[];for(let z of aF.flat()){let{frame:c,x:r,width:f}=z,C=eg(c);ct.set(C,(ct.get(C)??'')+dG(z));let ak=f>=dR&&cQ(de(c),f-9);if(ak){bD.push(D('text',{class:C.replace('frame','label'),x:r+4,y:c.depth*aw+14},ak))}}bm(aV,{width:aG,height:aF.length*aw});df.replaceChildren(...Array.from(ct,([C,eT])=>D('path',{class:C,d:eT})),...bD);cK();bn.setAttribute('width',0);dp(bK(ab)?ab:ao)}
let bK=(c)=>aF[c.depth]?.find((z)=>z.frame===c);
function cE(eO,{frame:c,x:r,width:f}){bm(eO,{x:r,y:c.depth*aw,width:u(1,f-1)})}
function dp(c){ab=c;cE(bk,bK(c));bk.setAttribute('aria-label',`${de(c)}, ${h.value.format(c.width)}, ${bJ(c.width,h.width)} of all`);bX(c)}
function bX(c){em.replaceChildren(W(bc(c)),bx(cN(c,h)))}
function bO(c,ew){if(c===ao){return}if(!ew){t.push(ao)}ao=ab=c;ap({path:c.path,name:c.name>=0?c.name:k.name});bA();cG()}
function dU(){let bo=t.pop()??h,ez=bo!==ao;bO(bo,true);return ez}
function cG(){let y=[];for(let c=ao;c;c=c.parent){y.unshift(c)}let dr=l('crumbs');dr.hidden=y.length<2;let at=y.length>6?[y[0],null,...y.slice(-4)]:y;dr.replaceChildren(i('ol',{},...at.map((c)=>i('li',{},c===null?'\u2026':c===ao?i('span',{'aria-current':'true'},W(bc(c))):i('button',{type:'button',click:()=>bO(c)},c.parent?W(bc(c)):'Reset zoom')))))}
function dJ(v){let{left:aO,top:ah}=aV.getBoundingClientRect(),[r,Z]=[v.clientX-aO,v.clientY-ah];return aF[bB(Z/aw)]?.find((z)=>r>=z.x&&r<z.x+z.width)}
function eL(v){let z=dJ(v);ae.hidden=!z||v.pointerType==='touch';bn.setAttribute('width',0);if(!z){return}cE(bn,z);if(ae.frame!==z.frame){ae.frame=z.frame;ae.replaceChildren(W(bc(z.frame)),bx(cN(z.frame,h)));bX(z.frame)}let{clientX:r,clientY:Z}=v,{clientWidth:U,clientHeight:aM}=document.documentElement;ae.style.left=`${u(4,aZ(r+14,U-ae.offsetWidth-4))}px`;ae.style.top=`${Z+20+ae.offsetHeight>aM?u(4,Z-ae.offsetHeight-12):Z+20}px`}
function eB(){ae.hidden=true;ae.frame=null;bn.setAttribute('width',0);bX(ab)}
function eM(v){let e=aF[ab.depth],o=e.indexOf(bK(ab)),an={ArrowLeft:()=>e[o-1]?.frame,ArrowRight:()=>e[o+1]?.frame,ArrowUp:()=>ab.parent,ArrowDown:()=>bU(ab)[0],Home:()=>h}[v.key];if(an){let cb=an();if(cb&&bK(cb)){dp(cb);bk.scrollIntoView({block:'nearest',inline:'nearest'})}}else if(v.key==='Enter'||v.key===' '){bO(ab)}else{return}v.preventDefault()}
function cP(){let aJ=k.search.toLowerCase();aq=aJ?Uint8Array.from(dj,(p)=>p.includes(aJ)):null;let ac=l('matched');ac.textContent='';if(aq){let H=eD(h,aq),dd=aq.reduce((R,d)=>R+d,0);ac.textContent=`${bJ(H,h.width)} matched: ${h.value.format(H)} in ${dd} ${dd===1?'name':'names'}`}}
function dy(){h=fd(k.value,k.thread,k.widths);ao=ab=aB(h,k.path);t=[];cG();cP()}
function dW(){for(let p of aV.getAttributeNames()){aV.removeAttribute(p)}aV.replaceChildren();bm(aV,{class:'flame',role:'group','aria-labelledby':'flame-title','aria-describedby':'keys',pointermove:eL,pointerleave:eB,keydown:eM,click:(v)=>{let z=dJ(v);if(z){bO(z.frame);bk.focus({preventScroll:true})}}},[df,dv,bn,bk]);bM((L)=>{if(['value','thread','widths'].some((b)=>L.has(b))){dy()}else if(L.has('search')){cP()}else{cK();return}bA()});dy();bA();new ResizeObserver(()=>{if(ax.clientWidth!==aG){aG=ax.clientWidth;bA()}}).observe(ax)}
function cj(e){let bH=[],Y=(au,...aU)=>bH.push([au,i('span',{},...aU)]),P=(b,au,N)=>{if(e[b]===void 0){return}let t=e.before?.[b],cl=['allocations','bytes'].includes(b)&&e.calls>0&&e[b]>0&&`${N(e[b]/e.calls)} a call`;Y(au,N(e[b]),...[cl,t!==void 0&&`before ${N(t)} (${bi(e[b],t)})`].filter(Boolean).map((ac)=>i('small',{},ac)))};P('calls','Calls',w);P('total','Total',m);P('self','Self',m);let G=bz.get(e.name);if(G){Y('Mean',m(G.mean));Y('Min',m(G.min));G.p.filter(([s])=>![75,90].includes(s)).forEach(([s,q])=>Y(`p${s}`,m(q)));Y('Max',m(G.max))}P('allocations','Allocations',w);P('bytes','Allocated',ai);P('live','Live',ai);return bx(bH)}
function bY(){let e=co('names',-1).find(({name:p})=>p===k.name);l('panel').hidden=!e;if(!e){return}let f=l('plots').clientWidth,G=bz.get(k.name);l('panel-title').replaceChildren(W(X[k.name]));l('place').textContent=dx(k.name);l('numbers').replaceChildren(cj(e));l('plots').replaceChildren(...G?[es(G,f),eH(G,f)]:['None of its calls was timed.']);l('slowest').replaceChildren(...eU(k.name,f))}
function dX(){bM((L)=>L.has('name')&&bY());l('before-note').hidden=!n;l('no-timeline').hidden=M.exemplarsPerName>0;bY();let f=l('columns').clientWidth;new ResizeObserver(([{contentRect:cD}])=>{if(cD.width!==f){f=cD.width;bY()}}).observe(l('columns'))}
let bg=32,
eK=[['self','Self',m],['total','Total',m],['calls','Calls',w],['p50','p50',m],['p95','p95',m],['p99','p99',m],['max','Max',m],['allocations','Allocs',w],['bytes','Bytes',ai],['live','Live',ai],];
function ej(C){let dB=eK.filter(([b])=>j[b]);if(!n){return dB.map(([b,av,N])=>({key:b,title:av,of:(e)=>e[b],text:(e)=>N(e[b]),isBar:b==='total'||b==='self'}))}let ek=dB.filter(([b])=>n[b]&&!['p50','p95','max'].includes(b)&&(b!=='p99'||C==='paths'));return ek.flatMap(([b,av,N])=>[{key:`${b} before`,title:`${av} before`,of:(e)=>e.before[b],text:(e)=>N(e.before[b])},{key:b,title:`${av} after`,of:(e)=>e[b],text:(e)=>N(e[b])},{key:`${b} change`,title:`${av} change`,of:(e)=>e[b]-e.before[b],isChange:true,text:(e)=>e[b]===e.before[b]?'=':`${en(e[b],e.before[b],N)} (${bi(e[b],e.before[b])})`},])}
let cB=l('table').tBodies[0],
aA,
bZ,
bs,
ba,
ar={key:n?'self change':'self',isDown:true},
at=bg;
function dI(){let bV=aA.find(({key:b})=>b===ar.key),h=co(k.rows,k.thread),aY=ar.isDown?-1:1,aj=h.map(bV?(e)=>aY*(bV.of(e)??aY*Infinity):(e)=>X[e.name]),cY=Array.from(aj.keys());cY.sort(bV?(d,S)=>aj[d]-aj[S]:(d,S)=>aY*((aj[d]>aj[S])-(aj[d]<aj[S])));ba=cY.map((o)=>h[o]);bs=co('names',k.thread).reduce((H,e)=>H+e.self,0)}
function cV(){let ay=(b,av)=>{let cd=b===ar.key;return i('th',{scope:'col',class:/ change$/.test(b)&&'change','aria-sort':cd&&(ar.isDown?'descending':'ascending')},i('button',{type:'button',click:()=>{ar={key:b,isDown:cd?!ar.isDown:b!=='name'};at=bg;dI();cV();F();l('table').querySelector('th[aria-sort] button').focus()}},av,i('span',{class:'arrow','aria-hidden':'true'},cd?ar.isDown?'\u25be':'\u25b4':'')))};l('table').tHead.replaceChildren(i('tr',{},ay('name',k.rows==='names'?'Name':'Call path'),...aA.map(({key:b,title:av})=>ay(b,av))))}
function eQ(e){let y=e.path===void 0?[]:ed(e.path).slice(0,-1),ah=y.length>0?i('span',{class:'above'},...y.slice(-6).reverse().flatMap((p)=>[' \u2039 ',W(p)])):'',ea=i('button',{type:'button',title:[...y,X[e.name]].join(' \u203a ')},W(X[e.name]),ah);return i('tr',{click:()=>ap(e.path===void 0?{name:e.name}:{name:e.name,path:e.path})},i('th',{scope:'row'},ea),...aA.map((aa)=>{let am=aa.of(e);if(am===void 0){return i('td',{class:'faint'},'\u2013')}let ay=i('td',{class:aa.isChange&&am!==0&&(am>0?'up':'down')},aa.text(e));if(aa.isBar&&am>0){ay.classList.add('share');ay.style.setProperty('--share-width',`${aZ(100,am/bs*100).toFixed(1)}%`)}return ay}))}
function ch(){Array.from(cB.rows).forEach((aL,o)=>{let cZ=bZ[o].name===k.name;aL.classList.toggle('chosen',cZ);aL.querySelector('button').setAttribute('aria-current',cZ)})}
function F(){let aJ=k.search.toLowerCase(),R=ba.filter((e)=>dj[e.name].includes(aJ));bZ=R.slice(0,at);cB.replaceChildren(...bZ.map(eQ));ch();l('row-count').textContent=aJ?`${w(R.length)} of ${w(ba.length)}`:w(ba.length);let dn=l('more');dn.hidden=R.length<=at;dn.textContent=`Show more (${w(R.length-at)})`}
function cO(){aA=ej(k.rows);if(!aA.some(({key:b})=>b===ar.key)){ar={key:aA[0].key,isDown:true}}dI();cV();F()}
function dY(){bW('rows',[['names','Names'],['paths','Call paths']],k.rows,(eR)=>ap({rows:eR}));l('more').addEventListener('click',()=>{at+=10*bg;F()});bM((L)=>{if(L.has('rows')||L.has('thread')){at=bg;cO()}else if(L.has('search')){at=bg;F()}else{ch()}});cO();if(k.name<0){let ex=new Set(M.exemplars.filter((d)=>d.blamePath!==d.path).map(({name:p})=>p));k.name=(ba.find((e)=>ex.has(e.name))??ba[0])?.name??-1;ch()}}
let aH=l('search');
function el(){bW('values',bL.map(({key:b,label:ak})=>[b,ak]),k.value,(g)=>ap({value:g}));if(n){bW('widths',[['later','after'],['both','larger of both']],k.widths,(ag)=>ap({widths:ag}));l('legend').hidden=false}let bI=l('threads');l('threads-label').hidden=aI.length<2;bI.append(i('option',{value:-1},'all together'),...aI.map(({name:p,started:bb},o)=>i('option',{value:o},(p||'unnamed')+(bb>1?` (${bb})`:''))));bI.value=k.thread;bI.addEventListener('change',()=>ap({thread:Number(bI.value)}));aH.value=k.search;aH.addEventListener('input',()=>ap({search:aH.value}))}
function dc(){let bC=k.thread>=0;for(let aN of l('values').querySelectorAll('input')){aN.disabled=bC&&!['wall','self'].includes(aN.value);aN.checked=aN.value===k.value}if(bC&&!['wall','self'].includes(k.value)){ap({value:'wall'})}}document.addEventListener('keydown',(v)=>{let ey=v.target.matches('input[type=search], select');if(v.key==='/'&&!ey&&!v.ctrlKey&&!v.metaKey){aH.focus();aH.select();v.preventDefault()}else if(v.key==='Escape'){if(v.target===aH&&aH.value){aH.value='';ap({search:''})}else{dU()}v.preventDefault()}});
eN();
for(let x of['controls','details','keys','columns','about']){l(x).hidden=false}el();
bM((L)=>(L.has('thread')||L.has('value'))&&dc());
dV();
dY();
dW();
dX();
dc();
})();
</script>
</body>
</html>
)page";

// clang-format on

}  // namespace detail
DWELL_NAMESPACE_END

#endif
