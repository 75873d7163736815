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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-mUibiQVNZkiW336dlcnA7S71zLrkBnIsgxn/17yYRzc='; img-src data:; base-uri 'none'; form-action 'none'">
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
--blame: #c2410c;
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
th, td { padding: 3px 8px; text-align: right; white-space: nowrap; font-weight: 400; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody tr:first-child > * { border-top: 0; }
th:first-child { text-align: left; max-width: 0; min-width: 172px; width: 40%; overflow: hidden; text-overflow: ellipsis; }
tbody th:first-child { position: sticky; left: 0; background: var(--ground); }
thead th { position: sticky; top: 0; z-index: 1; background: var(--raised); border-bottom: 1px solid var(--line); font-weight: 600; }
thead th:first-child { left: 0; z-index: 2; }
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
.about th:first-child { white-space: normal; overflow-wrap: anywhere; }
.about section { min-width: 0; }
.about td:nth-child(3) { white-space: normal; }
.about th:first-child { min-width: 0; max-width: none; width: auto; }
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
th:first-child { min-width: 132px; }
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
function cN(aK,aI,bh){for(let[l,g]of Object.entries(aI)){if(typeof g==='function'){aK.addEventListener(l,g)}else if(g!==undefined&&g!==false){aK.setAttribute(l,g)}}aK.append(...bh);return aK}
let m=(x)=>document.getElementById(x),
j=(ct,aI={},...bh)=>cN(document.createElement(ct),aI,bh),
C=(ct,aI={},...bh)=>cN(document.createElementNS('http://www.w3.org/2000/svg',ct),aI,bh),
X=(D)=>j('bdi',{class:'code'},D);
function bT(x,ds,ef,ee){let aJ=m(x);aJ.hidden=ds.length<2;aJ.append(...ds.map(([g,aj])=>{let aM=j('input',{type:'radio',name:x,value:g,change:()=>ee(g)});aM.checked=g===ef;return j('label',{},aM,j('span',{},aj))}))}
let bu=(bE,aI={})=>j('dl',aI,...bE.map(([at,g])=>j('div',{},j('dt',{},at),j('dd',{},g)))),
ch=document.createElement('canvas').getContext('2d');
ch.font=getComputedStyle(document.documentElement).getPropertyValue('--label-font');
let ag=new Map(),
bO=400;
function cP(D,ck){let f=ag.get(D);if(f===undefined){f=ch.measureText(D.slice(0,bO)).width;ag.set(D,f)}if(f<=ck&&D.length<=bO){return D}let cc=Array.from(D.slice(0,bO)),aR=Math.min(cc.length,Math.floor(cc.length*ck/f)),cF=()=>`${cc.slice(0,aR).join('')}\u2026`;while(aR>0&&ch.measureText(cF()).width>ck){--aR}return aR>1?cF():''}
let{abs:bQ,ceil:ec,floor:by,log:df,log10:cd,max:u,min:aX}=Math,
cx='\u2212',
dI=(g)=>g.toFixed(g>=99.95?0:g>=9.995?1:2),
bZ=(dD)=>(g)=>{let[dF,bb]=dD.find(([e])=>g>=e*0.9995)??dD.at(-1);return`${dF>1?dI(g/dF):Number(g.toFixed(g<10?1:0))} ${bb}`},
n=bZ([[3.6e12,'h'],[1e9,'s'],[1e6,'ms'],[1e3,'\u00b5s'],[1,'ns']]),
ai=bZ([...['EiB','PiB','TiB','GiB','MiB','KiB'].map((bb,r)=>[1024**(6-r),bb]),[1,'B']]),
es=bZ([[1e18,'E'],[1e15,'P'],[1e12,'T'],[1e9,'G'],[1e6,'M']]),
cS=(ap)=>ap.toLocaleString('en',{maximumSignificantDigits:ap<1e3?3:8}),
w=(ap)=>ap<1e7?cS(ap):es(ap);
function bH(aC,bc){let s=bc>0?aC/bc*100:0;return`${aC>0&&s<0.1?'<0.1':s.toFixed(1)} %`}
function bg(K,o){if(K===o){return'='}let bp=K>o?'+':cx;if(!(o>0&&K>0)){return bp+(K>o?' new':' gone')}let aW=K/o;return bp+(aW>10?`${dI(aW)}\u00d7`:`${bQ(aW*100-100).toFixed(1)} %`)}
let en=(K,o,O)=>(K>o?'+':cx)+O(bQ(K-o));
function dJ(aA,aH){let aV=10**by(cd(aA/aH)),al=[1,2,5,10].find((e)=>e*aV>=aA/aH)*aV;return aA>0?Array.from({length:by(aA/al*1.0001)+1},(bP,r)=>r*al):[0]}
let N=JSON.parse(m('dwell-data').textContent),
{names:T,paths:k,threads:aF,before:o}=N,
V=k.name.length,
bt=Array.from({length:V},()=>[]),
bv=new Uint32Array(V);
for(let a=0;a<V;++a){let P=k.parent[a];if(P>=0){bt[P].push(a);bv[a]=bv[P]+1}}
let cZ=new Uint8Array(V);
{let dr=new Uint32Array(T.length),aG=bt.flatMap((bP,a)=>k.parent[a]<0?[a]:[]);while(aG.length>0){let a=aG.pop();if(a<0){--dr[k.name[~a]]}else{cZ[a]=dr[k.name[a]]++>0?1:0;aG.push(~a);aG.push(...bt[a])}}}
let bn=(a)=>T[k.name[a]],
dv=(l)=>N.files[l]&&`${N.files[l]}:${N.lines[l]}`;
function ed(a){let y=[];for(let W=a;W>=0;W=k.parent[W]){y.unshift(bn(W))}return y}
let bJ=[{key:'wall',label:'Wall',own:'self',format:n},{key:'self',label:'Self',own:'self',format:n,isInverted:true},{key:'allocations',label:'Allocations',own:'allocations',format:w},{key:'bytes',label:'Bytes',own:'bytes',format:ai},{key:'live',label:'Live bytes',own:'live',format:ai},].filter(({own:bD})=>k[bD]),
cu=new Map();
function ab(b,R=-1){let H=aF[R]?.[b];if(!H){return k[b]}let x=`${b} ${R}`;if(!cu.has(x)){let cG=new Float64Array(V);aF[R].paths.forEach((a,r)=>{cG[a]=H[r]});cu.set(x,cG)}return cu.get(x)}
function dn(eS,ei,eC){let F=T.map((D,l)=>({id:l,name:l,calls:0,total:0,self:0})),[bf,eZ,cp]=['calls','total','self'].map(ei);for(let a=0;a<V;++a){let d=F[k.name[a]];d.calls+=bf[a];d.self+=cp[a];d.total+=cZ[a]?k.span[a]:eZ[a];for(let b of eC){d[b]=(d[b]??0)+eS[b][a]}}return F}
let bC=['allocations','bytes','live'].filter((b)=>k[b]),
bw=new Map(N.distributions.map((e)=>[e.name,e])),
cl=new Map();
function cm(B,R){let x=`${B} ${R}`;if(cl.has(x)){return cl.get(x)}let F;if(B==='names'){F=dn(k,(b)=>ab(b,R),bC);let t=o&&dn(o,(b)=>o[b],bC.filter((b)=>o[b]));for(let d of F){let cj=new Map(bw.get(d.name)?.p);Object.assign(d,{p50:cj.get(50),p95:cj.get(95),p99:cj.get(99)});d.max=bw.get(d.name)?.max;d.before=t?.[d.name]}}else{let db=['calls','total','self','p50','p95','p99','max',...bC],ay=db.map((b)=>[b,ab(b,R)]),du=(a,from)=>Object.fromEntries(from.map(([b,e])=>[b,e[a]])),t=o&&db.filter((b)=>o[b]).map((b)=>[b,o[b]]);F=Array.from({length:V},(bP,a)=>({id:a,path:a,name:k.name[a],...du(a,ay),before:o&&du(a,t)}))}F=F.filter((d)=>d.calls>0||d.before?.calls>0||bC.some((b)=>d[b]>0));cl.set(x,F);return F}
function aP(x,aU){m(x).append(...aU);m(x).closest('section').hidden=aU.length===0}
let cn=(F)=>F.map(([ep,...eD])=>j('tr',{},j('th',{scope:'row'},X(ep)),...eD.map((aw)=>j('td',{},aw))));
function dE({name:l,labels:bA,unit:bb,help:eq,value:g}){let cW=bA.map(([b,D])=>`${b}="${D}"`).join(', ');return[l+(cW&&`{${cW}}`),bb==='bytes'?ai(g):`${typeof g==='number'?cS(g):g} ${bb}`,eq]}
let dj=(dA)=>dA?.metadata?[bu(dA.metadata.map(([b,g])=>[b,X(g)]))]:[],
I=(cg)=>cg.reduce((e,U)=>e+U,0);
function dU(){m('summary').textContent=[`${n(I(k.self))} in ${w(I(k.calls))} calls`,`${w(T.length)} names`,`${w(k.name.length)} call paths`,aF.length>0&&`${w(I(aF.map(({started:aY})=>aY)))} threads`,N.sampled&&'in part estimated from samples',o&&`compared with ${o.title}`].filter(Boolean).join(' \u00b7 ');aP('notices',N.health.map((cq)=>j('li',{},cq)));aP('counters',cn(N.counters.map(dE)));aP('gauges',cn(N.gauges.map(dE)));aP('thread-list',cn(aF.map(({name:l,started:aY,running:eQ,cpu:cD})=>[l||'unnamed',w(aY),w(eQ),cD>0?n(cD):'\u2013'])));aP('metadata',dj(N));aP('metadata-before',dj(o));aP('cost',N.cost.map((cq)=>j('p',{},cq)))}
let bq=132,
cy=26,
M=bq-18,
dO=[50,95,99],
D=(q,aa,dS,ad,B='tick')=>C('text',{x:q,y:aa,'text-anchor':dS,class:B},ad),
aS=(q,aa,eX,eY,B)=>C('path',{class:B,d:`M${q} ${aa}L${eX} ${eY}`}),
dx=(f,aj,...aU)=>C('svg',{class:'plot',width:f,height:bq,role:'img','aria-label':aj},...aU.flat(2)),
di=(aB)=>aB.filter(([s])=>dO.includes(s)),
dg=(L,aL,from,ba)=>(p)=>from+(ba-from)*df(u(p,L)/L)/df(aL/L);
function dh(L,aL){let S=[];for(let aV=10**by(cd(L));aV<=aL;aV*=10){S.push(...(aL/L<100?[1,2,5]:[1]).map((al)=>al*aV))}return S.filter((e)=>e>=L&&e<=aL)}
function er({from,to:ba,n:ap,min:bm,max:aT,p:aB,count:bf},f){let L=u(0.5,aX(from[0]||ba[0]/2,bm)),A=dg(L,u(L*1.5,ba.at(-1)),4,f-4),cJ=from.map((ae,r)=>[A(ae),u(A(ae)+1,A(ba[r]))]),cV=cJ.map(([ae,bj],r)=>ap[r]/(bj-ae)),aA=cV.reduce((e,U)=>u(e,U),0),bR=cJ.map(([ae,bj],r)=>ap[r]>0?`M${ae} ${M}V${M-u(1.5,(M-cy)*cV[r]/aA)}H${u(ae+0.8,bj-0.6)}V${M}z`:''),cQ=0,bB=0,cf=di(aB).map(([s,p])=>{let q=A(p);bB=q<cQ?bB+11:11;cQ=q+28;return[aS(q,bB-8,q,M,'mark'),D(q>f-26?q-3:q+3,bB,q>f-26?'end':'start',`p${s}`,'mark-text')]});return dx(f,`Histogram of ${w(bf)} calls, from ${n(bm)} to ${n(aT)}`,C('path',{class:'bars',d:bR.join('')}),aS(0,M,f,M,'axis'),cf,dh(L,ba.at(-1)).map((p)=>[aS(A(p),M,A(p),M+4,'axis'),D(u(18,aX(A(p),f-18)),bq-3,'middle',n(p))]))}
function eF({p:aB,min:bm,max:aT,count:bf},f){let bX=(s)=>-cd(1-s/100),dy=[[0,bm],...aB,[u(100-50/bf,aB.at(-1)?.[0]??0),aT]],bl=u(2,bX(dy.at(-1)[0])),aN=52,A=(s)=>aN+(f-12-aN)*bX(s)/bl,L=u(0.5,bm),bd=dg(L,u(L*1.5,aT),M,cy),cR=dh(L,aT),eo=ec(cR.length/5);return dx(f,`Percentiles: ${aB.map(([s,p])=>`${s} % within ${n(p)}`).join(', ')}, all within ${n(aT)}`,cR.filter((bP,r)=>r%eo===0).map((p)=>[aS(aN,bd(p),f,bd(p),'grid'),D(aN-5,bd(p)+4,'end',n(p))]),[0,50,90,99,99.9,99.99,99.999].filter((s)=>bX(s)<=bl).map((s)=>[aS(A(s),M,A(s),M+4,'axis'),D(A(s),bq-3,'middle',`${s} %`)]),aS(aN,M,f,M,'axis'),C('path',{class:'curve',d:`M${dy.map(([s,p])=>`${A(s)} ${bd(p)}`).join('L')}`}),di(aB).map(([s,p])=>[C('circle',{cx:A(s),cy:bd(p),r:3}),D(A(s),bd(p)-7,'middle',n(p),'mark-text')]))}
let bN=17;
function fb(eE,et){let y=[];for(let a=et;a>=0&&a!==eE;a=k.parent[a]){y.unshift(bn(a))}return y}
function eW(e,f){let cI=(a)=>u(0,bv[a]-bv[e.path]),i=[[e.path,0,e.duration],...e.paths.map((a,r)=>[a,e.starts[r],e.durations[r]])],bs=bN*(1+i.reduce((aA,[a])=>u(aA,cI(a)),0)),A=(p)=>u(0,aX(p/e.duration,1))*f,bR=i.map(([a,ae,dK])=>{let[q,aa]=[A(ae),cI(a)*bN],J=u(1,A(ae+dK)-q-1);return C('g',{class:a===e.blamePath?'blamed':'bar'},C('title',{},`${bn(a)}: ${n(dK)}, from ${n(ae)} on`),C('rect',{x:q,y:aa,width:J,height:bN-2}),C('text',{x:q+4,y:aa+11.5},J>30?cP(bn(a),J-8):''))}),cf=dJ(e.duration,u(2,f/90)).map((p)=>C('text',{class:'tick',x:A(p),y:bs+14,'text-anchor':p===0?'start':A(p)>f-24?'end':'middle'},n(p))),eU=dJ(e.duration,u(2,f/90)).map((p)=>`M${A(p)} ${bs}v4`);return C('svg',{class:'timeline',width:f,height:bs+18,role:'img','aria-label':`Timeline of ${n(e.duration)}: ${i.length-1} calls inside`},...bR,C('path',{class:'axis',d:`M0 ${bs}H${f}${eU.join('')}`}),...cf)}
function eu(e,f){let y=fb(e.path,e.blamePath),ad=[e.time?.replace('T',' ').replace('Z',' UTC'),`${n(e.start)} after the start`,j('span',{},'thread ',X(e.thread||'unnamed'),` #${e.threadNumber}`),e.allocations>0&&`${w(e.allocations)} allocations, ${ai(e.bytes)}`,e.leftOut>0&&`${w(e.leftOut)} shorter calls are not shown`,e.isCut&&'the timeline no longer had its beginning',].filter(Boolean).flatMap((aC)=>[' \u00b7 ',aC]).slice(1);return j('li',{},j('p',{class:'blame'},j('strong',{},n(e.blame)),` of ${n(e.duration)} in `,j('strong',{},X(bn(e.blamePath))),y.length>0?'':' itself',y.length>1?j('span',{class:'faint'},', by way of ',X(y.slice(0,-1).join(' \u203a '))):''),eW(e,f),j('p',{class:'faint when'},...ad))}
let eR=(l,f)=>N.exemplars.filter((e)=>e.name===l).sort((e,U)=>U.duration-e.duration).map((e)=>eu(e,f)),
h={value:bJ[0].key,thread:-1,path:-1,name:-1,search:'',rows:'names',widths:'later'},
eH={...h},
dM=[];
function bK(cv){dM.push(cv)}
function an(aC){let E=new Set(Object.keys(aC).filter((b)=>h[b]!==aC[b]));if(E.size===0){return}Object.assign(h,aC);dM.forEach((cv)=>cv(E));let aR=Object.entries(h).filter(([b,g])=>g!==eH[b]);try{history.replaceState(null,'',`#${new URLSearchParams(aR)}`)}catch{}}
function eL(){let br=new URLSearchParams(location.hash.slice(1)),r=(b,bj)=>{let ak=Number(br.get(b)??-1);return Number.isInteger(ak)&&ak>=0&&ak<bj?ak:-1},e=(b,dR)=>dR.includes(br.get(b))?br.get(b):h[b];Object.assign(h,{value:e('value',bJ.map(({key:b})=>b)),rows:e('rows',['names','paths']),widths:e('widths',['later','both']),thread:r('thread',aF.length),path:r('path',V),name:r('name',T.length),search:br.get('search')??''})}
function cL(c,i){let{path:a,parent:P}=c,{format:O,label:aj,key:g,isInverted:cY}=i.value,cK=[],Z=(at,ad)=>ad&&cK.push([at,ad]),bz=h.thread>=0,Q=(b,bL,at=b)=>{let bo=ab(b,h.thread)?.[a],t=o?.[b]?.[a];if(bo>0||t>0){let ci=['allocations','bytes'].includes(b)&&k.calls[a]>0&&!o?` (${bL(bo/k.calls[a])} a call)`:'';Z(at,t===undefined?bL(bo)+ci:`${bL(t)} \u2192 ${bL(bo)} (${bg(bo,t)})`)}};Q('calls',w);Z('not ended',k.open[a]>0&&w(k.open[a]));Z(c.isSpan?'spans (they overlap other calls)':g==='wall'?'total':a<0&&cY&&!P?'self, callers below':aj.toLowerCase(),O(c.width)+(P?` (${bH(c.width,i.width)} of all${P===i?'':`, ${bH(c.width,P.width)} of ${cY?'callee':'parent'}`})`:''));if(o&&(a<0||g!=='wall')){Z('before',c.before!==undefined&&`${O(c.before)} (${bg(c.after,c.before)})`)}else if(o||g!=='wall'){Q('total',n,g==='wall'?'total compared':'total')}Q('self',n);for(let b of['p50','p95','p99','max']){Q(b,n,bz?`${b} of all threads`:b)}Q('allocations',w,'own allocations');Q('bytes',ai,'own bytes');Q('live',ai,'own live');Z('sampled',k.sampled[a]&&'an estimate');Z('at',dv(c.name));return cK}
function fc({own:bD,key:b},R,ag){let K=ab(bD,R),t=o?.[bD],z={width:new Float64Array(V),after:K,before:t,spans:new Map()};for(let a=0;a<V;++a){let dk=u(0,K[a]);z.width[a]=ag==='both'&&t?u(dk,t[a]):dk;if(b==='wall'&&k.span[a]>0){let aQ=z.width[a]*aX(1,k.span[a]/(k.self[a]||1));z.spans.set(a,aQ);z.width[a]-=aQ}}return z}
function eV(ab){let cs=Float64Array.from(ab);for(let a=V-1;a>=0;--a){if(k.parent[a]>=0){cs[k.parent[a]]+=cs[a]}}return cs}
let cw=(e,U)=>U.width-e.width||e.path-U.path;
function bS(c){return c.below??=c.find(c).sort(cw)}
function eb(f,K,t){let az=(a,P)=>({name:k.name[a],path:a,parent:P,depth:P.depth+1,width:f[a],after:K[a],before:t?.[a],find:(c)=>bt[a].filter((ax)=>f[ax]>0).map((ax)=>az(ax,c))});return az}
function cA(c,z){let S=new Map();c.paths.forEach((a,r)=>{let W=c.parent?k.parent[c.at[r]]:a;if(W<0){return}let e=S.get(k.name[W]);if(!e){e={name:k.name[W],path:-1,parent:c,depth:c.depth+1,width:0,after:0,before:z.before&&0,paths:[],at:[],find:(cp)=>cA(cp,z)};S.set(e.name,e)}e.width+=z.width[a];e.after+=z.after[a];e.before+=z.before?.[a]??0;e.paths.push(a);e.at.push(W)});return[...S.values()]}
let H=new Map();
function fa(b,R,ag){let x=`${b} ${R} ${ag}`;if(!H.has(x)){H.set(x,dY(bJ.find((g)=>g.key===b),R,ag))}return H.get(x)}
function dY(g,R,ag){let z=fc(g,R,ag),i={name:-1,path:-1,parent:null,depth:0,value:g,weights:z};if(g.isInverted){i.paths=Array.from(z.width.keys()).filter((a)=>z.width[a]>0);i.below=cA(i,z).sort(cw)}else{let[f,K,t]=[z.width,z.after,z.before].map((e)=>e&&eV(e)),az=eb(f,K,t),eN=Array.from(f.keys()).filter((a)=>k.parent[a]<0&&f[a]>0);i.below=eN.map((a)=>az(a,i));for(let[a,aQ]of z.spans){i.below.push({...az(a,i),width:aQ,after:aQ,isSpan:true,below:[]})}i.below.sort(cw)}for(let b of['width','after','before']){i[b]=i.below.reduce((I,c)=>I+(c[b]??0),0)}return i}
function eB(i,ao){let{width:f,spans:eT}=i.weights,cb=new Uint8Array(V),I=0;for(let a=0;a<V;++a){let P=k.parent[a];cb[a]=ao[k.name[a]]||(P>=0&&cb[P]);I+=cb[a]?f[a]:0}for(let[a,aQ]of eT){I+=ao[k.name[a]]?aQ:0}return I}
function az(i,a){if(a<0||i.value.isInverted){return i}let ah=az(i,k.parent[a]);return bS(ah).find((c)=>c.path===a&&!c.isSpan)??i}
let aZ=(c)=>c.name<0?'all':T[c.name],
av=20,
dP=0.5,
dQ=30,
dN=[0.02,0.1,0.3],
aJ=m('flame-box'),
Y=aJ.querySelector('svg'),
de=C('g'),
dt=C('path',{class:'same'}),
bk=C('rect',{class:'hover',height:av-1}),
bi=C('rect',{class:'cursor',height:av-1,tabindex:0,role:'button'}),
em=m('details'),
af=m('tip'),
i,
am,
ac,
aO=[],
t=[],
ao=null,
eh=T.map((l)=>{let cT=(D)=>Array.from(D).reduce((I,eA)=>Math.imul(I^eA.codePointAt(0),16777619)>>>0,2166136261);return`frame c${cT(l.split(/[.:/ ]/)[0])%8} s${cT(l)%3}`});
function eg(c){let B=c.name<0?'frame all':eh[c.name];if(o&&c.before!==undefined){let aW=c.before>0?c.after/c.before-1:c.after>0?9:0,al=dN.filter((e)=>bQ(aW)>=e).length;B=`frame ${al===0?'d0':`${aW>0?'more':'less'}${al}`}`}if(c.isSpan){B+=' span'}return ao&&c.name>=0?`${B} ${ao[c.name]?'hit':'dim'}`:B}
let dd=(c)=>o&&c.before!==undefined?`${bg(c.after,c.before)} ${aZ(c)}`:aZ(c)+(c.isSpan?' (span)':'');
function eG(f){aO=[];let dB=(c,q,J)=>(aO[c.depth]??=[]).push({frame:c,x:q,width:J});for(let ah=am.parent;ah;ah=ah.parent){dB(ah,0,f)}let aG=[[am,0,f]];while(aG.length>0){let[c,q,J]=aG.pop();dB(c,q,J);let co=J/c.width,W=q,dq=[];for(let ax of bS(c)){if(!(ax.width*co>=dP)){break}dq.push([ax,W,ax.width*co]);W+=ax.width*co}aG.push(...dq.reverse())}}
)page"
R"page(function bx(){let f=aJ.clientWidth;eG(f);let cr=new Map(),bA=[],dC='';aO.forEach((d,cH)=>{for(let{frame:c,x:q,width:J}of d){let B=eg(c),dL=J>2.5?J-1:J,bG=`M${q.toFixed(1)} ${cH*av}h${dL.toFixed(1)}v${av-1}h-${dL.toFixed(1)}z`;cr.set(B,(cr.get(B)??'')+bG);if(c.name===h.name&&c.name>=0){dC+=bG}let aj=J>=dQ?cP(dd(c),J-9):'';if(aj){bA.push(C('text',{class:B.replace('frame','label'),x:q+4,y:cH*av+14},aj))}}});Y.setAttribute('width',f);Y.setAttribute('height',aO.length*av);de.replaceChildren(...Array.from(cr,([B,bG])=>C('path',{class:B,d:bG})),...bA);dt.setAttribute('d',dC);bk.setAttribute('width',0);dm(bI(ac)?ac:am)}
let bI=(c)=>aO[c.depth]?.find((G)=>G.frame===c);
function cC(eM,{frame:c,x:q,width:f}){for(let[b,g]of Object.entries({x:q,y:c.depth*av,width:u(1,f-1)})){eM.setAttribute(b,g)}}
function dm(c){ac=c;cC(bi,bI(c));bi.setAttribute('aria-label',`${dd(c)}, ${i.value.format(c.width)}, ${bH(c.width,i.width)} of all`);bU(c)}
function bU(c){em.replaceChildren(X(aZ(c)),bu(cL(c,i)))}
function bM(c,ev){if(c===am){return}if(!ev){t.push(am)}am=ac=c;let l=c.name>=0?c.name:h.name,E=c.path!==h.path||l!==h.name;an({path:c.path,name:l});if(!E){bx()}cE()}
function dT(){let bl=t.pop()??i,ey=bl!==am;bM(bl,true);return ey}
function cE(){let y=[];for(let c=am;c;c=c.parent){y.unshift(c)}let dp=m('crumbs');dp.hidden=y.length<2;let ar=y.length>6?[y[0],null,...y.slice(-4)]:y;dp.replaceChildren(j('ol',{},...ar.map((c)=>j('li',{},c===null?'\u2026':c===am?j('span',{'aria-current':'true'},X(aZ(c))):j('button',{type:'button',click:()=>bM(c)},c.parent?X(aZ(c)):'Reset zoom')))))}
function dH(v){let{left:aN,top:ah}=Y.getBoundingClientRect(),[q,aa]=[v.clientX-aN,v.clientY-ah];return aO[by(aa/av)]?.find((G)=>q>=G.x&&q<G.x+G.width)}
function eJ(v){let G=dH(v);af.hidden=!G||v.pointerType==='touch';bk.setAttribute('width',0);if(!G){return}cC(bk,G);if(af.frame!==G.frame){af.frame=G.frame;af.replaceChildren(X(aZ(G.frame)),bu(cL(G.frame,i)));bU(G.frame)}let{clientX:q,clientY:aa}=v,{clientWidth:J,clientHeight:aL}=document.documentElement;af.style.left=`${u(4,aX(q+14,J-af.offsetWidth-4))}px`;af.style.top=`${aa+20+af.offsetHeight>aL?u(4,aa-af.offsetHeight-12):aa+20}px`}
function ez(){af.hidden=true;af.frame=null;bk.setAttribute('width',0);bU(ac)}
function eK(v){let d=aO[ac.depth],r=d.indexOf(bI(ac)),al={ArrowLeft:()=>d[r-1]?.frame,ArrowRight:()=>d[r+1]?.frame,ArrowUp:()=>ac.parent,ArrowDown:()=>bS(ac)[0],Home:()=>i}[v.key];if(al){let bY=al();if(bY&&bI(bY)){dm(bY);bi.scrollIntoView({block:'nearest',inline:'nearest'})}}else if(v.key==='Enter'||v.key===' '){bM(ac)}else{return}v.preventDefault()}
function cO(){let aH=h.search.toLowerCase();ao=aH?Uint8Array.from(T,(l)=>l.toLowerCase().includes(aH)?1:0):null;let ad=m('matched');ad.textContent='';if(ao){let I=eB(i,ao),dc=ao.reduce((S,e)=>S+e,0);ad.textContent=`${bH(I,i.width)} matched: ${i.value.format(I)} in ${dc} ${dc===1?'name':'names'}`}}
function dw(){i=fa(h.value,h.thread,h.widths);am=ac=az(i,h.path);t=[];cE();cO()}
function dV(){for(let l of Y.getAttributeNames()){Y.removeAttribute(l)}for(let[l,g]of Object.entries({class:'flame',role:'group','aria-labelledby':'flame-title','aria-describedby':'keys'})){Y.setAttribute(l,g)}Y.replaceChildren(de,dt,bk,bi);Y.addEventListener('pointermove',eJ);Y.addEventListener('pointerleave',ez);Y.addEventListener('click',(v)=>{let G=dH(v);if(G){bM(G.frame);bi.focus({preventScroll:true})}});Y.addEventListener('keydown',eK);bK((E)=>{if(['value','thread','widths'].some((b)=>E.has(b))){dw()}else if(E.has('search')){cO()}else if(!E.has('path')&&!E.has('name')){return}bx()});dw();bx();new ResizeObserver(()=>aJ.clientWidth!==Number(Y.getAttribute('width'))&&bx()).observe(aJ)}
function cg(d){let bE=[],Z=(at,...aU)=>bE.push([at,j('span',{},...aU)]),Q=(b,at,O)=>{if(d[b]===undefined){return}let t=d.before?.[b],ci=['allocations','bytes'].includes(b)&&d.calls>0&&d[b]>0&&`${O(d[b]/d.calls)} a call`;Z(at,O(d[b]),...[ci,t!==undefined&&`before ${O(t)} (${bg(d[b],t)})`].filter(Boolean).map((ad)=>j('small',{},ad)))};Q('calls','Calls',w);Q('total','Total',n);Q('self','Self',n);let H=bw.get(d.name);if(H){Z('Mean',n(H.mean));Z('Min',n(H.min));H.p.filter(([s])=>![75,90].includes(s)).forEach(([s,p])=>Z(`p${s}`,n(p)));Z('Max',n(H.max))}Q('allocations','Allocations',w);Q('bytes','Allocated',ai);Q('live','Live',ai);return bu(bE)}
function bV(){let d=cm('names',-1).find(({name:l})=>l===h.name);m('panel').hidden=!d;if(!d){return}let f=m('plots').clientWidth,H=bw.get(h.name);m('panel-title').replaceChildren(X(T[h.name]));m('place').textContent=dv(h.name);m('numbers').replaceChildren(cg(d));m('plots').replaceChildren(...H?[er(H,f),eF(H,f)]:['None of its calls was timed.']);m('slowest').replaceChildren(...eR(h.name,f))}
function dW(){bK((E)=>E.has('name')&&bV());m('before-note').hidden=!o;m('no-timeline').hidden=N.exemplarsPerName>0;bV();let f=m('columns').clientWidth;new ResizeObserver(([{contentRect:cB}])=>{if(cB.width!==f){f=cB.width;bV()}}).observe(m('columns'))}
let be=60,
eI=[['self','Self',n],['total','Total',n],['calls','Calls',w],['p50','p50',n],['p95','p95',n],['p99','p99',n],['max','Max',n],['allocations','Allocs',w],['bytes','Bytes',ai],['live','Live',ai],];
function ej(B){let dz=eI.filter(([b])=>k[b]);if(!o){return dz.map(([b,au,O])=>({key:b,title:au,of:(d)=>d[b],text:(d)=>O(d[b]),isBar:b==='total'||b==='self'}))}let ek=dz.filter(([b])=>o[b]&&!['p50','p95','max'].includes(b)&&(b!=='p99'||B==='paths'));return ek.flatMap(([b,au,O])=>[{key:`${b} before`,title:`${au} before`,of:(d)=>d.before[b],text:(d)=>O(d.before[b])},{key:b,title:`${au} after`,of:(d)=>d[b],text:(d)=>O(d[b])},{key:`${b} change`,title:`${au} change`,of:(d)=>d[b]-d.before[b],isChange:true,text:(d)=>d[b]===d.before[b]?'=':`${en(d[b],d.before[b],O)} (${bg(d[b],d.before[b])})`},])}
let cz=m('table').tBodies[0],
ay,
bW,
aE,
aq={key:o?'self change':'self',isDown:true},
ar=be;
function dG(){let ea=ay.find(({key:b})=>b===aq.key),of=ea?.of??((d)=>T[d.name]),bp=aq.isDown?-1:1;aE=cm(h.rows,h.thread).map((d)=>[of(d),d]).sort(([e],[U])=>e===undefined||U===undefined?(e===undefined)-(U===undefined):bp*(e>U)-bp*(e<U));aE=aE.map(([,d])=>d)}
function cU(){let aw=(b,au)=>{let ca=b===aq.key;return j('th',{scope:'col','aria-sort':ca&&(aq.isDown?'descending':'ascending')},j('button',{type:'button',click:()=>{aq={key:b,isDown:ca?!aq.isDown:b!=='name'};ar=be;dG();cU();F();m('table').querySelector('th[aria-sort] button').focus()}},au,j('span',{class:'arrow','aria-hidden':'true'},ca?aq.isDown?'\u25be':'\u25b4':'')))};m('table').tHead.replaceChildren(j('tr',{},aw('name',h.rows==='names'?'Name':'Call path'),...ay.map(({key:b,title:au})=>aw(b,au))))}
function eO(d,bc){let y=d.path===undefined?[]:ed(d.path).slice(0,-1),ah=y.length>0?j('span',{class:'above'},...y.slice(-6).reverse().flatMap((l)=>[' \u2039 ',X(l)])):'',dZ=j('button',{type:'button',title:[...y,T[d.name]].join(' \u203a ')},X(T[d.name]),ah);return j('tr',{click:()=>an(d.path===undefined?{name:d.name}:{name:d.name,path:d.path})},j('th',{scope:'row'},dZ),...ay.map((ab)=>{let ak=ab.of(d);if(ak===undefined){return j('td',{class:'faint'},'\u2013')}let aw=j('td',{class:ab.isChange&&ak!==0&&(ak>0?'up':'down')},ab.text(d));if(ab.isBar&&ak>0){aw.classList.add('share');aw.style.setProperty('--share-width',`${aX(100,ak/bc*100).toFixed(1)}%`)}return aw}))}
function ce(){Array.from(cz.rows,(aK,r)=>{let cX=bW[r].name===h.name;aK.classList.toggle('chosen',cX);aK.querySelector('button').setAttribute('aria-current',cX)})}
function F(){let aH=h.search.toLowerCase(),S=aE.filter((d)=>T[d.name].toLowerCase().includes(aH)),bc=cm('names',h.thread).reduce((I,d)=>I+d.self,0);bW=S.slice(0,ar);cz.replaceChildren(...bW.map((d)=>eO(d,bc)));ce();m('row-count').textContent=aH?`${w(S.length)} of ${w(aE.length)}`:w(aE.length);let dl=m('more');dl.hidden=S.length<=ar;dl.textContent=`Show more (${w(S.length-ar)})`}
function cM(){ay=ej(h.rows);if(!ay.some(({key:b})=>b===aq.key)){aq={key:ay[0].key,isDown:true}}dG();cU();F()}
function dX(){bT('rows',[['names','Names'],['paths','Call paths']],h.rows,(eP)=>an({rows:eP}));m('more').addEventListener('click',()=>{ar+=10*be;F()});bK((E)=>{if(E.has('rows')||E.has('thread')){ar=be;cM()}else if(E.has('search')){ar=be;F()}else{ce()}});cM();if(h.name<0){let ew=new Set(N.exemplars.filter((e)=>e.blamePath!==e.path).map(({name:l})=>l));h.name=(aE.find((d)=>ew.has(d.name))??aE[0])?.name??-1;ce()}}
let aD=m('search');
function el(){bT('values',bJ.map(({key:b,label:aj})=>[b,aj]),h.value,(g)=>an({value:g}));if(o){bT('widths',[['later','after'],['both','larger of both']],h.widths,(ag)=>an({widths:ag}));m('legend').hidden=false}let bF=m('threads');m('threads-label').hidden=aF.length<2;bF.append(j('option',{value:-1},'all together'),...aF.map(({name:l,started:aY},r)=>j('option',{value:r},(l||'unnamed')+(aY>1?` (${aY})`:''))));bF.value=h.thread;bF.addEventListener('change',()=>an({thread:Number(bF.value)}));aD.value=h.search;aD.addEventListener('input',()=>an({search:aD.value}))}
function da(){let bz=h.thread>=0;for(let aM of m('values').querySelectorAll('input')){aM.disabled=bz&&!['wall','self'].includes(aM.value);aM.checked=aM.value===h.value}if(bz&&!['wall','self'].includes(h.value)){an({value:'wall'})}}document.addEventListener('keydown',(v)=>{let ex=v.target.matches('input[type=search], select');if(v.key==='/'&&!ex&&!v.ctrlKey&&!v.metaKey){aD.focus();aD.select();v.preventDefault()}else if(v.key==='Escape'){if(v.target===aD&&aD.value){aD.value='';an({search:''})}else{dT()}v.preventDefault()}});
eL();
for(let x of['controls','details','keys','columns','about']){m(x).hidden=false}el();
bK((E)=>(E.has('thread')||E.has('value'))&&da());
dU();
dX();
dV();
dW();
da();
})();
</script>
</body>
</html>
)page";

// clang-format on

}  // namespace detail
DWELL_NAMESPACE_END

#endif
