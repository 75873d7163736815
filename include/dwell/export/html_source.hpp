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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-Jzv+8K+edb2pDnkCWIc2cPsdSQlGtHqq45td3GX3ejk='; img-src data:; base-uri 'none'; form-action 'none'">
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
#details { display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 8px 2px; min-height: 56px; align-content: flex-start; font-variant-numeric: tabular-nums; }
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
th, td { padding: 3px 9px; text-align: right; white-space: nowrap; font-weight: 400; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody tr:first-child > * { border-top: 0; }
th:first-child { text-align: left; max-width: 0; min-width: 190px; width: 40%; overflow: hidden; text-overflow: ellipsis; }
thead th { position: sticky; top: 0; z-index: 1; background: var(--raised); border-bottom: 1px solid var(--line); font-weight: 600; }
thead button { border: 0; background: none; padding: 0; font-weight: 600; cursor: pointer; white-space: nowrap; }
.arrow { display: inline-block; width: 0.9em; text-align: right; }
tbody button { border: 0; background: none; padding: 0; cursor: pointer; display: block; width: 100%; text-align: start; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
tbody .code { white-space: pre; }
tbody tr { cursor: pointer; }
.about tbody tr { cursor: auto; }
tbody tr:hover > * { background-color: var(--raised); }
tbody tr.chosen > * { background-color: var(--chosen); }
.above { color: var(--faint); }
td.share { background-image: linear-gradient(var(--share), var(--share)); background-size: var(--share-width, 0) 100%; background-repeat: no-repeat; background-position: right; }
td.up { color: var(--blame); }
td.down { color: var(--accent); }
#more { margin-top: 8px; padding: 3px 12px; border: 1px solid var(--line); border-radius: 5px; background: var(--raised); cursor: pointer; }
.panel { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px 18px; position: sticky; top: 56px; max-height: calc(100vh - 70px); overflow: auto; }
.panel h2 { font-size: 16px; }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 8px 14px; margin-top: 10px; font-variant-numeric: tabular-nums; }
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
.mark2 { stroke: var(--blame); }
.curve { fill: none; stroke: var(--curve); stroke-width: 1.8; }
circle { fill: var(--text); }
circle.mark2 { fill: var(--blame); stroke: none; }
ol.slowest { list-style: none; }
ol.slowest li { margin: 10px 0 18px; }
.blame { margin-bottom: 5px; }
.bar rect { fill: var(--bar); }
.bar text { font: var(--label-font); fill: var(--text); }
.blamed rect { fill: var(--blame); }
.blamed text { font: var(--label-font); font-weight: 700; fill: var(--blame-text); }
.when { font-size: 12px; margin-top: 3px; }
.axis-note { font-size: 12px; text-align: center; }
.about { display: grid; grid-template-columns: repeat(auto-fit, minmax(330px, 1fr)); gap: 26px 28px; margin-top: 30px; align-items: start; }
.about h2 { margin-bottom: 6px; }
.about .table-box { max-height: 420px; }
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
.search, .search input { width: 100%; max-width: none; }
.search input { margin: 2px 0 0; }
th:first-child { min-width: 150px; }
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
function cH(bu,aH,ba){for(const[q,i]of Object.entries(aH)){if(typeof i==='function'){bu.addEventListener(q,i)}else if(i!==undefined&&i!==false){bu.setAttribute(q,i)}}bu.append(...ba);return bu}
const s=(F)=>document.getElementById(F);
const f=(cm,aH={},...ba)=>cH(document.createElement(cm),aH,ba);
const z=(cm,aH={},...ba)=>cH(document.createElementNS('http://www.w3.org/2000/svg',cm),aH,ba);
const P=(I)=>f('bdi',{class:'code'},I);
function bQ(F,dj,dX,dW){const aI=s(F);aI.hidden=dj.length<2;aI.append(...dj.map(([i,T])=>{const aJ=f('input',{type:'radio',name:F,value:i,change:()=>dW(i)});aJ.checked=i===dX;return f('label',{},aJ,f('span',{},T))}))}
const bc=(bk,aH={})=>f('dl',aH,...bk.map(([bo,i])=>f('div',{},f('dt',{},bo),f('dd',{},i))));
const bZ=document.createElement('canvas').getContext('2d');
bZ.font=getComputedStyle(document.documentElement).getPropertyValue('--label-font');
const ai=new Map();
const bM=400;
function cJ(I,cd){let g=ai.get(I);if(g===undefined){g=bZ.measureText(I.slice(0,bM)).width;ai.set(I,g)}if(g<=cd&&I.length<=bM){return I}const bX=Array.from(I.slice(0,bM));let aQ=Math.min(bX.length,Math.floor(bX.length*cd/g));const cz=()=>`${bX.slice(0,aQ).join('')}\u2026`;while(aQ>0&&bZ.measureText(cz()).width>cd){--aQ}return aQ>1?cz():''}
const dG='\u00b5s';
const bL='\u2212';
function dA(i){return i.toFixed(i>=99.95?0:i>=9.995?1:2)}
function ch(i,du){const[eM,bF]=du.find(([d])=>i>=d*0.9995)??du.at(-1);return`${dA(i/eM)} ${bF}`}
function p(k){if(k<999.5){return`${Number(k.toFixed(k<10?1:0))} ns`}return ch(k,[[3.6e12,'h'],[1e9,'s'],[1e6,'ms'],[1e3,dG]])}
function x(Z){if(Z<1e7){return Number(Z.toFixed(Z<100?2:0)).toLocaleString('en')}return ch(Z,[[1e18,'E'],[1e15,'P'],[1e12,'T'],[1e9,'G'],[1e6,'M']])}
function ak(Z){if(Z<999.5){return`${Number(Z.toFixed(Z<10?1:0))} B`}return ch(Z,[[2**60,'EiB'],[2**50,'PiB'],[2**40,'TiB'],[2**30,'GiB'],[2**20,'MiB'],[1024,'KiB']])}
function aW(ax,aG){const m=aG>0?ax/aG*100:0;return ax>0&&m<0.1?'<0.1 %':`${m.toFixed(1)} %`}
function aZ(K,n){if(K===n){return'='}if(!(n>0)){return'+ new'}if(!(K>0)){return`${bL} gone`}const m=Math.abs(K/n-1)*100;const bn=K>n?'+':bL;return m>999?`${bn}${dA(K/n)}\u00d7`:`${bn}${m.toFixed(1)} %`}
function ef(K,n,D){return K===n?'=':(K>n?'+':bL)+D(Math.abs(K-n))}
function co(aK,aN){if(!(aK>0)){return[0]}const ds=aK/aN;const aT=10**Math.floor(Math.log10(ds));const ap=[1,2,5,10].find((d)=>d*aT>=ds)*aT;return Array.from({length:Math.floor(aK/ap*1.0001)+1},(bN,o)=>o*ap)}
const E=JSON.parse(s('dwell-data').textContent);
const{names:V,paths:j,threads:aq,before:n}=E;
const W=j.name.length;
const br=Array.from({length:W},()=>[]);
const aP=new Uint32Array(W);
for(let a=0;a<W;++a){const N=j.parent[a];if(N>=0){br[N].push(a);aP[a]=aP[N]+1}}
const cR=new Uint8Array(W);
{const di=new Uint32Array(V.length);const aF=br.flatMap((bN,a)=>j.parent[a]<0?[a]:[]);while(aF.length>0){const a=aF.pop();if(a<0){--di[j.name[~a]]}else{cR[a]=di[j.name[a]]++>0?1:0;aF.push(~a);aF.push(...br[a])}}}
const bi=(a)=>V[j.name[a]];
const bA=(q)=>E.files[q]&&`${E.files[q]}:${E.lines[q]}`;
function dV(a){const v=[];for(let X=a;X>=0;X=j.parent[X]){v.unshift(bi(X))}return v}
const bG=[{key:'wall',label:'Wall',own:'self',format:p},{key:'self',label:'Self',own:'self',format:p,isInverted:true},{key:'allocations',label:'Allocations',own:'allocations',format:x},{key:'bytes',label:'Bytes',own:'bytes',format:ak},{key:'live',label:'Live bytes',own:'live',format:ak},].filter(({own:bz})=>j[bz]);
const cn=new Map();
function Y(b,G=-1){const M=aq[G]?.[b];if(!M){return j[b]}const F=`${b} ${G}`;if(!cn.has(F)){const cA=new Float64Array(W);aq[G].paths.forEach((a,o)=>{cA[a]=M[o]});cn.set(F,cA)}return cn.get(F)}
function dd(eO,ea,bY){const t=V.map((I,q)=>({id:q,name:q,calls:0,total:0,self:0}));const[at,eU,ci]=['calls','total','self'].map(ea);for(let a=0;a<W;++a){const e=t[j.name[a]];e.calls+=at[a];e.self+=ci[a];e.total+=cR[a]?j.span[a]:eU[a];for(const b of bY){e[b]=(e[b]??0)+eO[b][a]}}return t}
const bx=['allocations','bytes','live'].filter((b)=>j[b]);
const bs=new Map(E.distributions.map((d)=>[d.name,d]));
const ce=new Map();
function cf(y,G){const F=`${y} ${G}`;if(ce.has(F)){return ce.get(F)}let t;if(y==='names'){t=dd(j,(b)=>Y(b,G),bx);const Q=n&&dd(n,(b)=>n[b],bx.filter((b)=>n[b]));for(const e of t){const cb=new Map(bs.get(e.name)?.p);Object.assign(e,{p50:cb.get(50),p95:cb.get(95),p99:cb.get(99)});e.max=bs.get(e.name)?.max;e.before=Q?.[e.name]}}else{const cU=['calls','total','self','p50','p95','p99','max',...bx];const al=cU.map((b)=>[b,Y(b,G)]);const dl=(a,from)=>Object.fromEntries(from.map(([b,d])=>[b,d[a]]));const Q=n&&cU.filter((b)=>n[b]).map((b)=>[b,n[b]]);t=Array.from({length:W},(bN,a)=>({id:a,path:a,name:j.name[a],...dl(a,al),before:n&&dl(a,Q)}))}t=t.filter((e)=>e.calls>0||e.before?.calls>0||bx.some((b)=>e[b]>0));ce.set(F,t);return t}
function bm(J,...bl){s('about').append(f('section',{},f('h2',{},J),...bl))}
const dz=(cN,t)=>f('div',{class:'table-box',tabindex:0,role:'region','aria-label':cN[0]},f('table',{},f('thead',{},f('tr',{},...cN.map((bv)=>f('th',{scope:'col'},bv)))),f('tbody',{},...t.map(([ei,...ez])=>f('tr',{},f('th',{scope:'row'},ei),...ez.map((az)=>f('td',{},az)))))));
function eL({name:q,labels:bw,help:ek}){const cO=bw.map(([b,i])=>`${b}="${i}"`).join(', ');return f('span',{title:ek||false},P(cO?`${q}{${cO}}`:q))}
const ex=({value:i,unit:bF})=>bF==='bytes'?ak(i):`${typeof i==='number'?i.toLocaleString('en',{maximumSignificantDigits:6}):i} ${bF}`;
function dM(){const at=j.calls.reduce((B,d)=>B+d,0);const eS=j.self.reduce((B,d)=>B+d,0);s('summary').textContent=[`${p(eS)} in ${x(at)} calls`,`${x(V.length)} names`,`${x(j.name.length)} call paths`,...aq.length>0?[`${x(aq.reduce((B,d)=>B+d.started,0))} threads`]:[],...E.sampled?['some of it estimated from samples']:[],...n?[`compared with ${n.title}`]:[]].join(' \u00b7 ');const dg=s('notices');dg.hidden=E.health.length===0;dg.append(f('h2',{},'Not all is in here'),f('ul',{},...E.health.map((cj)=>f('li',{},cj))));for(const[J,da]of[['Counters',E.counters],['Gauges',E.gauges]]){if(da.length>0){bm(J,dz(['Name','Value'],da.map((cZ)=>[eL(cZ),ex(cZ)])))}}if(aq.length>0){bm('Threads',dz(['Name','Started','Running','CPU'],aq.map((d)=>[P(d.name||'unnamed'),x(d.started),x(d.running),d.cpu>0?p(d.cpu):'\u2013'])))}bm('About this profile',bc(E.metadata.map(([b,i])=>[b,P(i)]),{class:'metadata'}));if(n?.metadata){bm('About the profile before',bc(n.metadata.map(([b,i])=>[b,P(i)]),{class:'metadata'}))}if(E.cost.length>0){bm('What dwell itself costs',...E.cost.map((cj)=>f('p',{},cj)))}}
const bp=132;
const cs=26;
const S=bp-18;
const bK=[50,95,99];
const I=(r,R,dK,aV,y='tick')=>z('text',{x:r.toFixed(1),y:R,'text-anchor':dK,class:y},aV);
const aR=(eZ,fb,fa,fc,y)=>z('path',{class:y,d:`M${eZ.toFixed(1)} ${fb.toFixed(1)}L${fa.toFixed(1)} ${fc.toFixed(1)}`});
const dn=(g,T,bl)=>z('svg',{class:'plot',width:g,height:bp,role:'img','aria-label':T},...bl.flat());
function cY(U,ac){const eQ=Math.log10(ac/U)<2?[1,2,5]:[1];const L=[];for(let aT=Math.floor(Math.log10(U));aT<=Math.log10(ac);++aT){L.push(...eQ.map((ap)=>ap*10**aT))}return L.filter((d)=>d>=U&&d<=ac)}
function em({from,to:cp,n:Z,min:aS,max:bh,p:bj,count:at},g){const U=Math.max(0.5,Math.min(from[0]||cp[0]/2,aS||Infinity));const ac=Math.max(U*1.5,cp.at(-1));const[ad,aU]=[6,g-6];const A=(k)=>ad+(aU-ad)*Math.log(Math.max(k,U)/U)/Math.log(ac/U);const cE=from.map((af,o)=>[A(af),Math.max(A(af)+1,A(cp[o]))]);const cB=cE.map(([af,aB],o)=>Z[o]/(aB-af));const aK=cB.reduce((d,ae)=>Math.max(d,ae),0);const bO=cE.map(([af,aB],o)=>{const el=Z[o]>0?Math.max(1.5,(S-cs)*cB[o]/aK):0;return`M${af.toFixed(1)} ${S}v-${el.toFixed(1)}H${Math.max(af+0.8,aB-0.6).toFixed(1)}V${S}z`});let cK=-Infinity;const bg=bj.filter(([m])=>bK.includes(m)).map(([m,k],o)=>{const r=A(k);const cQ=r<cK;cK=r+34;return[aR(r,cQ?22:12,r,S,`mark mark${o}`),I(Math.min(r+3,g-26),cQ?21:11,'start',`p${m}`,'mark-text')]});const co=cY(U,ac).map((k)=>[aR(A(k),S,A(k),S+4,'axis'),I(Math.min(g-18,Math.max(18,A(k))),bp-3,'middle',p(k))]);const aV=bj.filter(([m])=>bK.includes(m)).map(([m,k])=>`p${m} ${p(k)}`).join(', ');return dn(g,`Histogram of ${x(at)} calls, from ${p(aS)} to ${p(bh)}; ${aV}`,[z('path',{class:'bars',d:bO.join('')}),aR(ad,S,aU,S,'axis'),bg,co])}
function eB({p:bj,min:aS,max:bh,count:at},g){const bB=[...bj,[100-50/at,bh]].filter(([m],o,h)=>o===0||m>=h[o-1][0]);const bT=(m)=>-Math.log10(1-m/100);const[U,ac]=[Math.max(0.5,aS),Math.max(1,aS*1.5,bh)];const[ad,aU]=[52,g-10];const bf=Math.max(2,bT(bB.at(-1)[0]));const A=(m)=>ad+(aU-ad)*bT(m)/bf;const aO=(k)=>S-(S-cs)*Math.log(Math.max(k,U)/U)/Math.log(ac/U);const ee=[[0,aS],...bB].map(([m,k])=>`${A(m).toFixed(1)} ${aO(k).toFixed(1)}`);const cL=cY(U,ac);const eh=Math.ceil(cL.length/5);const t=cL.filter((bN,o)=>o%eh===0).map((k)=>[aR(ad,aO(k),aU,aO(k),'grid'),I(ad-5,aO(k)+4,'end',p(k))]);const al=[0,50,90,99,99.9,99.99,99.999].filter((m)=>bT(m)<=bf).map((m)=>[aR(A(m),S,A(m),S+4,'axis'),I(A(m),bp-3,'middle',`${m} %`)]);const bg=bj.filter(([m])=>bK.includes(m)).map(([m,k],o)=>[z('circle',{class:`mark${o}`,cx:A(m),cy:aO(k),r:3.5}),I(A(m)-2,aO(k)-8,'end',p(k),'mark-text')]);return dn(g,`Percentiles: ${bB.map(([m,k])=>`${Number(m.toFixed(4))} % within ${p(k)}`).join(', ')}`,[t,al,aR(ad,S,aU,S,'axis'),z('path',{class:'curve',d:`M${ee.join('L')}`}),bg,z('circle',{class:'slowest',cx:A(bB.at(-1)[0]),cy:aO(bh),r:2.5})])}
const bJ=17;
function eW(eA,en){const v=[];for(let a=en;a>=0&&a!==eA;a=j.parent[a]){v.unshift(bi(a))}return v}
function eT(d,g){const h=[[d.path,0,d.duration],...d.paths.map((a,o)=>[a,d.starts[o],d.durations[o]])];const t=1+h.reduce((aK,[a])=>Math.max(aK,aP[a]-aP[d.path]),0);const A=(k)=>Math.min(Math.max(k/d.duration,0),1)*g;const bO=h.map(([a,af,dB])=>{const[r,aB,R]=[A(af),A(af+dB),Math.max(0,aP[a]-aP[d.path])*bJ];const O=Math.max(1,aB-r-(aB-r>3?1:0));const dQ=a===d.blamePath;const T=O>30?cJ(bi(a),O-8):'';return z('g',{class:dQ?'blamed':'bar'},z('title',{},`${bi(a)}: ${p(dB)} from ${p(af)}`),z('rect',{x:r.toFixed(1),y:R,width:O.toFixed(1),height:bJ-2}),T&&z('text',{x:(r+4).toFixed(1),y:R+11.5},T))});const R=t*bJ;const bg=co(d.duration,Math.max(2,g/90)).map((k)=>[z('path',{class:'axis',d:`M${A(k).toFixed(1)} ${R}v4`}),z('text',{class:'tick',x:A(k).toFixed(1),y:R+15,'text-anchor':k===0?'start':A(k)>g-24?'end':'middle'},p(k))]);return z('svg',{class:'timeline',width:g,height:R+18,role:'img','aria-label':`Timeline of ${p(d.duration)}: ${h.length-1} calls inside`},...bO,z('path',{class:'axis',d:`M0 ${R}.5H${g}`}),...bg.flat())}
function eo(d,g){const v=eW(d.path,d.blamePath);const ct=f('p',{class:'blame'},f('strong',{},p(d.blame)),` of ${p(d.duration)} (${aW(d.blame,d.duration)}) in `,...v.length>0?[f('strong',{},P(v.at(-1)))]:[f('strong',{},P(bi(d.path))),' itself, outside of any scope in it']);if(v.length>1){ct.append(f('span',{class:'faint'},' by way of ',P(v.slice(0,-1).join(' \u203a '))))}const eY=[d.time&&f('time',{datetime:d.time},d.time.replace('T',' ').replace('Z',' UTC')),`after ${p(d.start)}`];const G=f('span',{},'thread ',d.thread?P(d.thread):'',` #${d.threadNumber}`);const bY=d.allocations>0?[`${x(d.allocations)} allocations, ${ak(d.bytes)}`]:[];const et=[d.isCut&&'the timeline no longer had its beginning',d.leftOut>0&&`${x(d.leftOut)} shorter calls are not shown`].filter(Boolean);return f('li',{},ct,eT(d,g),f('p',{class:'faint when'},...[...eY,G,...bY,...et].filter(Boolean).flatMap((ax,o)=>o>0?[' \u00b7 ',ax]:[ax])))}
function eN(q,g){const L=E.exemplars.filter((d)=>d.name===q).sort((d,ae)=>ae.duration-d.duration);if(L.length>0){return f('ol',{class:'slowest'},...L.map((d)=>eo(d,g)))}return f('p',{class:'faint'},E.exemplarsPerName>0?'None of its calls was kept.':'The timeline was off. With it on, the slowest calls of each name are kept, with what ran inside: start the program with ',E.exemplarsPerName>0?'':f('code',{class:'code'},'DWELL_TIMELINE=1M'),E.exemplarsPerName>0?'':'.')}
const l={value:bG[0].key,thread:-1,path:-1,name:-1,search:'',rows:'names',widths:'later'};
const eC={...l};
const dD=[];
function bH(cq){dD.push(cq)}
function au(ax){const w=new Set(Object.keys(ax).filter((b)=>l[b]!==ax[b]));if(w.size===0){return}Object.assign(l,ax);dD.forEach((cq)=>cq(w));const aQ=Object.entries(l).filter(([b,i])=>i!==eC[b]);try{history.replaceState(null,'',`#${new URLSearchParams(aQ)}`)}catch{}}
function eG(){const bq=new URLSearchParams(location.hash.slice(1));const o=(b,aB)=>{const an=Number(bq.get(b)??-1);return Number.isInteger(an)&&an>=0&&an<aB?an:-1};const d=(b,dJ)=>dJ.includes(bq.get(b))?bq.get(b):l[b];Object.assign(l,{value:d('value',bG.map(({key:b})=>b)),rows:d('rows',['names','paths']),widths:d('widths',['later','both']),thread:o('thread',aq.length),path:o('path',W),name:o('name',V.length),search:bq.get('search')??''})}
function ah(b,a,D,G=-1){const dh=D(Y(b,G)[a]);if(!n?.[b]){return dh}return`${D(n[b][a])} \u2192 ${dh} (${aZ(j[b][a],n[b][a])})`}
function cF(c,h){const{format:D,label:T}=h.value;const{path:a}=c;const[dE,N]=[D(c.width),c.parent];const dv=N?`${dE}, ${aW(c.width,h.width)} of all`:dE;const cP=N&&N!==h?`, ${aW(c.width,N.width)} of parent`:'';if(a<0){const y=h.value.isInverted?N&&N!==h?'self time for this caller':'self time':T;const eg=n&&c.before!==undefined?[['before',`${D(c.before)} (${aZ(c.after,c.before)})`]]:[];return[[y,dv+cP],...eg,...c.name<0?[]:[['at',bA(c.name)]].filter(([,cc])=>cc)]}const at=Y('calls',l.thread)[a];const am=[['calls',ah('calls',a,x,l.thread)+(j.open[a]>0?` and ${x(j.open[a])} not ended`:'')],['total',ah('total',a,p,l.thread)],['self',ah('self',a,p,l.thread)],...['p50','p95','p99','max'].map((b)=>[b,ah(b,a,p)]),];am.splice(1,0,[c.isSpan?'spans, which overlap other calls':T.toLowerCase(),dv+cP]);if(h.value.key==='wall'&&!n){am.splice(2,1);am[1][0]=c.isSpan?am[1][0]:'total'}const ca=(b,bd)=>`${bd(j[b][a])}${at>0?`, ${bd(j[b][a]/j.calls[a])} a call`:''}`;for(const[b,bo,bd]of[['allocations','allocations',x],['bytes','allocated',ak]]){if(j[b]?.[a]){am.push([bo,n?.[b]?ah(b,a,bd):ca(b,bd)])}}if(j.live?.[a]){am.push(['live',ah('live',a,ak)])}if(j.sampled[a]){am.push(['sampled','an estimate'])}if(bA(c.name)){am.push(['at',bA(c.name)])}if(aq[l.thread]){am.push(['percentiles','of all threads'])}return am}
function eX({own:bz,key:b},G,ai){const K=Y(bz,G);const Q=n?.[bz];const C={width:new Float64Array(W),after:K,before:Q,spans:new Map()};for(let a=0;a<W;++a){const db=Math.max(0,K[a]);C.width[a]=ai==='both'&&Q?Math.max(db,Q[a]):db;if(b==='wall'&&j.span[a]>0){const aM=C.width[a]*Math.min(1,j.span[a]/(j.self[a]||1));C.spans.set(a,aM);C.width[a]-=aM}}return C}
function eR(Y){const cl=Float64Array.from(Y);for(let a=W-1;a>=0;--a){if(j.parent[a]>=0){cl[j.parent[a]]+=cl[a]}}return cl}
const cr=(d,ae)=>ae.width-d.width||d.path-ae.path;
function bP(c){return c.below??=c.find(c).sort(cr)}
function dU(g,K,Q){const aC=(a,N)=>({name:j.name[a],path:a,parent:N,depth:N.depth+1,width:g[a],after:K[a],before:Q?.[a],find:(c)=>br[a].filter((aA)=>g[aA]>0).map((aA)=>aC(aA,c))});return aC}
)page"
R"page(function cv(c,C){const L=new Map();c.paths.forEach((a,o)=>{const X=c.parent?j.parent[c.at[o]]:a;if(X<0){return}let d=L.get(j.name[X]);if(!d){d={name:j.name[X],path:-1,parent:c,depth:c.depth+1,width:0,after:0,before:C.before&&0,paths:[],at:[],find:(ci)=>cv(ci,C)};L.set(d.name,d)}d.width+=C.width[a];d.after+=C.after[a];d.before+=C.before?.[a]??0;d.paths.push(a);d.at.push(X)});return[...L.values()]}
const M=new Map();
function eV(b,G,ai){const F=`${b} ${G} ${ai}`;if(!M.has(F)){M.set(F,dR(bG.find((i)=>i.key===b),G,ai))}return M.get(F)}
function dR(i,G,ai){const C=eX(i,G,ai);const h={name:-1,path:-1,parent:null,depth:0,value:i,weights:C};if(i.isInverted){h.paths=Array.from(C.width.keys()).filter((a)=>C.width[a]>0);h.below=cv(h,C).sort(cr)}else{const[g,K,Q]=[C.width,C.after,C.before].map((d)=>d&&eR(d));const aC=dU(g,K,Q);const eI=Array.from(g.keys()).filter((a)=>j.parent[a]<0&&g[a]>0);h.below=eI.map((a)=>aC(a,h));for(const[a,aM]of C.spans){h.below.push({...aC(a,h),width:aM,after:aM,isSpan:true,below:[]})}h.below.sort(cr)}for(const b of['width','after','before']){h[b]=h.below.reduce((B,c)=>B+(c[b]??0),0)}return h}
function ew(h,av){const{width:g,spans:eP}=h.weights;const bW=new Uint8Array(W);let B=0;for(let a=0;a<W;++a){const N=j.parent[a];bW[a]=av[j.name[a]]||(N>=0&&bW[N]);B+=bW[a]?g[a]:0}for(const[a,aM]of eP){B+=av[j.name[a]]?aM:0}return B}
function aC(h,a){if(a<0||h.value.isInverted){return h}const aj=aC(h,j.parent[a]);return bP(aj).find((c)=>c.path===a&&!c.isSpan)??h}
const aX=(c)=>c.name<0?'all':V[c.name];
const ay=20;
const dH=0.5;
const dI=30;
const dF=[0.02,0.1,0.3];
const aI=s('flame-box');
const aa=aI.querySelector('svg');
const cX=z('g');
const dk=z('path',{class:'same'});
const be=z('rect',{class:'hover',height:ay-1});
const bb=z('rect',{class:'cursor',height:ay-1,tabindex:0,role:'button'});
const cD=s('details');
const ag=s('tip');
let h;
let ar;
let ab;
let aL=[];
let Q=[];
let av=null;
const dZ=V.map((q)=>{const cM=(I)=>Array.from(I).reduce((B,ev)=>Math.imul(B^ev.codePointAt(0),16777619)>>>0,2166136261);return`frame c${cM(q.split(/[.:/ ]/)[0])%8} s${cM(q)%3}`});
function dY(c){let y=c.name<0?'frame all':dZ[c.name];if(n&&c.before!==undefined){const dr=c.before>0?c.after/c.before-1:c.after>0?9:0;const ap=dF.filter((d)=>Math.abs(dr)>=d).length;y=`frame ${ap===0?'d0':`${dr>0?'more':'less'}${ap}`}`}if(c.isSpan){y+=' span'}return av&&c.name>=0?`${y} ${av[c.name]?'hit':'dim'}`:y}
const cW=(c)=>n&&c.before!==undefined&&c.name>=0?`${aZ(c.after,c.before)} ${aX(c)}`:aX(c)+(c.isSpan?' (span)':'');
function cc(g){aL=[];const dq=(c,r,O)=>(aL[c.depth]??=[]).push({frame:c,x:r,width:O});for(let aj=ar.parent;aj;aj=aj.parent){dq(aj,0,g)}const aF=[[ar,0,g]];while(aF.length>0){const[c,r,O]=aF.pop();dq(c,r,O);const cg=O/c.width;let X=r;const df=[];for(const aA of bP(c)){if(!(aA.width*cg>=dH)){break}df.push([aA,X,aA.width*cg]);X+=aA.width*cg}aF.push(...df.reverse())}}
function bt(){const g=aI.clientWidth;cc(g);const ck=new Map();const bw=[];let dt='';aL.forEach((e,cC)=>{for(const{frame:c,x:r,width:O}of e){const y=dY(c);const dC=O>2.5?O-1:O;const bD=`M${r.toFixed(1)} ${cC*ay}h${dC.toFixed(1)}v${ay-1}h-${dC.toFixed(1)}z`;ck.set(y,(ck.get(y)??'')+bD);if(c.name===l.name&&c.name>=0){dt+=bD}const T=O>=dI?cJ(cW(c),O-9):'';if(T){bw.push(z('text',{class:y.replace('frame','label'),x:r+4,y:cC*ay+14},T))}}});aa.setAttribute('width',g);aa.setAttribute('height',aL.length*ay);cX.replaceChildren(...Array.from(ck,([y,bD])=>z('path',{class:y,d:bD})),...bw);dk.setAttribute('d',dt);be.setAttribute('width',0);dc(bE(ab)?ab:ar)}
const bE=(c)=>aL[c.depth]?.find((H)=>H.frame===c);
function cx(eH,{frame:c,x:r,width:g}){for(const[b,i]of Object.entries({x:r,y:c.depth*ay,width:Math.max(1,g-1)})){eH.setAttribute(b,i)}}
function dc(c){ab=c;cx(bb,bE(c));bb.setAttribute('aria-label',`${cW(c)}, ${h.value.format(c.width)}, ${aW(c.width,h.width)} of all`);bR(c)}
function bR(c){cD.replaceChildren(P(aX(c)),bc(cF(c,h)))}
function bI(c,ep){if(c===ar){return}if(!ep){Q.push(ar)}ar=ab=c;const q=c.name>=0?c.name:l.name;const w=c.path!==l.path||q!==l.name;au({path:c.path,name:q});if(!w){bt()}cy()}
function dL(){const bf=Q.pop()??h;const es=bf!==ar;bI(bf,true);return es}
function cy(){const v=[];for(let c=ar;c;c=c.parent){v.unshift(c)}const de=s('crumbs');de.hidden=v.length<2;const ao=v.length>6?[v[0],null,...v.slice(-4)]:v;de.replaceChildren(f('ol',{},...ao.map((c)=>f('li',{},c===null?'\u2026':c===ar?f('span',{'aria-current':'true'},P(aX(c))):f('button',{type:'button',click:()=>bI(c)},c.parent?P(aX(c)):'Reset zoom')))))}
function dx(u){const{left:ad,top:aj}=aa.getBoundingClientRect();const[r,R]=[u.clientX-ad,u.clientY-aj];return aL[Math.floor(R/ay)]?.find((H)=>r>=H.x&&r<H.x+H.width)}
function eE(u){const H=dx(u);ag.hidden=!H||u.pointerType==='touch';be.setAttribute('width',0);if(!H){return}cx(be,H);if(ag.frame!==H.frame){ag.frame=H.frame;ag.replaceChildren(P(aX(H.frame)),bc(cF(H.frame,h)));bR(H.frame)}const{clientX:r,clientY:R}=u;const{clientWidth:O,clientHeight:ac}=document.documentElement;ag.style.left=`${Math.max(4,Math.min(r+14,O-ag.offsetWidth-4))}px`;ag.style.top=`${R+20+ag.offsetHeight>ac?Math.max(4,R-ag.offsetHeight-12):R+20}px`}
function eu(){ag.hidden=true;ag.frame=null;be.setAttribute('width',0);bR(ab)}
function eF(u){const e=aL[ab.depth];const o=e.indexOf(bE(ab));const ap={ArrowLeft:()=>e[o-1]?.frame,ArrowRight:()=>e[o+1]?.frame,ArrowUp:()=>ab.parent,ArrowDown:()=>bP(ab)[0],Home:()=>h}[u.key];if(ap){const bU=ap();if(bU&&bE(bU)){dc(bU);bb.scrollIntoView({block:'nearest',inline:'nearest'})}}else if(u.key==='Enter'||u.key===' '){bI(ab)}else{return}u.preventDefault()}
function cI(){const aN=l.search.toLowerCase();av=aN?Uint8Array.from(V,(q)=>q.toLowerCase().includes(aN)?1:0):null;const aV=s('matched');aV.textContent='';if(av){const B=ew(h,av);const cV=av.reduce((L,d)=>L+d,0);aV.textContent=`${aW(B,h.width)} matched: ${h.value.format(B)} in ${cV} ${cV===1?'name':'names'}`}}
function dm(){h=eV(l.value,l.thread,l.widths);ar=ab=aC(h,l.path);Q=[];cy();cI()}
function dN(){for(const q of aa.getAttributeNames()){aa.removeAttribute(q)}for(const[q,i]of[['class','flame'],['role','group'],['aria-label','Flame graph: arrow keys move, Enter zooms, Escape goes back']]){aa.setAttribute(q,i)}aa.replaceChildren(cX,dk,be,bb);aa.addEventListener('pointermove',eE);aa.addEventListener('pointerleave',eu);aa.addEventListener('click',(u)=>{const H=dx(u);if(H){bI(H.frame);bb.focus({preventScroll:true})}});aa.addEventListener('keydown',eF);cD.hidden=false;bH((w)=>{if(['value','thread','widths'].some((b)=>w.has(b))){dm()}else if(w.has('search')){cI()}else if(!w.has('path')&&!w.has('name')){return}bt()});dm();bt();new ResizeObserver(()=>aI.clientWidth!==Number(aa.getAttribute('width'))&&bt()).observe(aI)}
function ey(e,aG){const ah=(b,D,by='')=>[D(e[b])+by,...n&&e.before?.[b]!==undefined?[f('small',{},`before ${D(e.before[b])} (${aZ(e[b],e.before[b])})`)]:[]];const bk=[['Calls',ah('calls',x)],['Total',ah('total',p)],['Self',ah('self',p,`, ${aW(e.self,aG)}`)]];const M=bs.get(e.name);if(M){bk.push(['Mean',[p(M.mean)]],['Min',[p(M.min)]],...M.p.filter(([m])=>[50,95,99,99.9].includes(m)).map(([m,k])=>[`p${m}`,[p(k)]]),['Max',[p(M.max)]])}for(const[b,J,D]of[['allocations','Allocations',x],['bytes','Allocated',ak],['live','Live',ak]]){if(e[b]!==undefined){const ca=b!=='live'&&e.calls>0&&e[b]>0?`, ${D(e[b]/e.calls)} a call`:'';bk.push([J,ah(b,D,ca)])}}return bc(bk.map(([bo,bl])=>[bo,f('span',{},...bl)]),{class:'numbers'})}
function bS(){const cu=s('panel-body');const J=s('panel-title');const t=cf('names',-1);const e=t.find((d)=>d.name===l.name);s('panel').hidden=!e;if(!e){return}const g=Math.max(240,cu.clientWidth);const M=bs.get(e.name);J.replaceChildren(P(V[e.name]));cu.replaceChildren(f('p',{class:'faint code'},bA(e.name)),ey(e,t.reduce((B,d)=>B+d.self,0)),f('h3',{},'Distribution of its durations'),...M?[em(M,g),eB(M,g),f('p',{class:'faint axis-note'},'share of calls that took at most so long')]:[f('p',{class:'faint'},'None of its calls was timed.')],f('h3',{},'Slowest calls'),eN(e.name,g))}
function dO(){bH((w)=>w.has('name')&&bS());bS();let g=0;new ResizeObserver(([{contentRect:cw}])=>{if(cw.width!==g){g=cw.width;bS()}}).observe(s('columns'))}
const aY=60;
const eD=[['calls','Calls',x],['total','Total',p],['self','Self',p],['p50','p50',p],['p95','p95',p],['p99','p99',p],['max','Max',p],['allocations','Allocs',x],['bytes','Bytes',ak],['live','Live',ak],];
function eb(y){const dp=eD.filter(([b])=>j[b]);if(!n){return dp.map(([b,J,D])=>({key:b,title:J,of:(e)=>e[b],text:(e)=>D(e[b]),isBar:b==='total'||b==='self'}))}const ec=dp.filter(([b])=>n[b]&&!['p50','p95','max'].includes(b)&&(b!=='p99'||y==='paths'));return ec.flatMap(([b,J,D])=>[{key:`${b} before`,title:`${J} before`,of:(e)=>e.before[b],text:(e)=>D(e.before[b])},{key:b,title:`${J} after`,of:(e)=>e[b],text:(e)=>D(e[b])},{key:`${b} change`,title:`${J} change`,of:(e)=>e[b]-e.before[b],isChange:true,text:(e)=>e[b]===e.before[b]?'=':`${ef(e[b],e.before[b],D)} (${aZ(e[b],e.before[b])})`},])}
let al;
let aE;
let aw={key:n?'self change':'self',isDown:true};
let ao=aY;
function dw(){const dT=al.find(({key:b})=>b===aw.key);const of=dT?.of??((e)=>V[e.name]);const bn=aw.isDown?-1:1;aE=cf(l.rows,l.thread).map((e)=>[of(e),e]).sort(([d],[ae])=>d===undefined||ae===undefined?(d===undefined)-(ae===undefined):bn*(d>ae)-bn*(d<ae));aE=aE.map(([,e])=>e)}
function bv(){const az=(b,J)=>{const bV=b===aw.key;return f('th',{scope:'col','aria-sort':bV&&(aw.isDown?'descending':'ascending')},f('button',{type:'button',click:()=>{aw={key:b,isDown:bV?!aw.isDown:b!=='name'};ao=aY;dw();bv();t();s('table').querySelector('th[aria-sort] button').focus()}},J,f('span',{class:'arrow','aria-hidden':'true'},bV?aw.isDown?'\u25be':'\u25b4':'')))};s('table').tHead.replaceChildren(f('tr',{},az('name',l.rows==='names'?'Name':'Call path'),...al.map(({key:b,title:J})=>az(b,J))))}
function eJ(e,aG){const v=e.path===undefined?[]:dV(e.path).slice(0,-1);const aj=v.length>0?f('span',{class:'above'},P(v.slice(-3).join(' \u203a ')),' \u203a '):'';const eq=e.path===undefined?e.name===l.name:e.path===l.path;const dS=f('button',{type:'button','aria-current':eq&&'true',title:[...v,V[e.name]].join(' \u203a ')},aj,P(V[e.name]));return f('tr',{class:e.name===l.name&&'chosen',click:()=>au(e.path===undefined?{name:e.name}:{name:e.name,path:e.path})},f('th',{scope:'row'},dS),...al.map((Y)=>{const an=Y.of(e);if(an===undefined){return f('td',{class:'faint'},'\u2013')}const az=f('td',{class:Y.isChange&&an!==0&&(an>0?'up':'down')},Y.text(e));if(Y.isBar&&an>0){az.classList.add('share');az.style.setProperty('--share-width',`${Math.min(100,an/aG*100).toFixed(1)}%`)}return az}))}
function t(){const aN=l.search.toLowerCase();const L=aE.filter((e)=>V[e.name].toLowerCase().includes(aN));const aG=cf('names',l.thread).reduce((B,e)=>B+e.self,0);s('table').tBodies[0].replaceChildren(...L.slice(0,ao).map((e)=>eJ(e,aG)));s('row-count').textContent=aN?`${x(L.length)} of ${x(aE.length)}`:x(aE.length);const by=s('more');by.hidden=L.length<=ao;by.textContent=`Show more (${x(L.length-ao)})`}
function cG(){al=eb(l.rows);if(!al.some(({key:b})=>b===aw.key)){aw={key:al[0].key,isDown:true}}dw();bv();t()}
function dP(){bQ('rows',[['names','Names'],['paths','Call paths']],l.rows,(eK)=>au({rows:eK}));s('more').addEventListener('click',()=>{ao+=10*aY;t()});bH((w)=>{if(w.has('rows')||w.has('thread')){ao=aY;cG()}else if(w.has('search')||w.has('name')||w.has('path')){ao=w.has('search')?aY:ao;t()}});cG();if(l.name<0){const ej=new Set(E.exemplars.map(({name:q})=>q));l.name=(aE.find((e)=>ej.has(e.name))??aE[0])?.name??-1;t()}}
const aD=s('search');
function ed(){bQ('values',bG.map(({key:b,label:T})=>[b,T]),l.value,(i)=>au({value:i}));if(n){bQ('widths',[['later','after'],['both','larger of both']],l.widths,(ai)=>au({widths:ai}));s('legend').hidden=false}const bC=s('threads');s('threads-label').hidden=aq.length<2;bC.append(f('option',{value:-1},'all together'),...aq.map(({name:q,started:dy},o)=>f('option',{value:o},(q||'unnamed')+(dy>1?` (${dy})`:''))));bC.value=l.thread;bC.addEventListener('change',()=>au({thread:Number(bC.value)}));aD.value=l.search;aD.addEventListener('input',()=>au({search:aD.value}))}
function cT(){const cS=l.thread>=0;for(const aJ of s('values').querySelectorAll('input')){aJ.disabled=cS&&!['wall','self'].includes(aJ.value);aJ.checked=aJ.value===l.value}if(cS&&!['wall','self'].includes(l.value)){au({value:'wall'})}}document.addEventListener('keydown',(u)=>{const er=u.target.matches('input[type=search], select');if(u.key==='/'&&!er&&!u.ctrlKey&&!u.metaKey){aD.focus();aD.select();u.preventDefault()}else if(u.key==='Escape'){if(u.target===aD&&aD.value){aD.value='';au({search:''})}else{dL()}u.preventDefault()}});
eG();
for(const F of['controls','columns','about']){s(F).hidden=false}ed();
bH((w)=>(w.has('thread')||w.has('value'))&&cT());
dM();
dP();
dN();
dO();
cT();
})();
</script>
</body>
</html>
)page";

// clang-format on

}  // namespace detail
DWELL_NAMESPACE_END

#endif
