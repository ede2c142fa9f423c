import type { ReportInput } from './input.ts'
import { cssString } from './markup.ts'
import { printStyle } from './style-print.ts'
import type { Voice } from './voice.ts'

/** Quiet greys of ISA-101: colour means act. Nothing rests on a background, since browsers print none. */
export const screen = `
:root { color-scheme: light; --ink: #1a1f24; --muted: #50585f; --line: #cdd1d4; --hair: #e3e6e8; --red: #b3241c; --amber: #7d4f00; --blue: #0a56a0; }
* { box-sizing: border-box; }
html { background: #dfe1e3; -webkit-text-size-adjust: 100%; }
body { max-width: 980px; margin: 24px auto; padding: 48px 56px 56px; background: #fff; color: var(--ink);
  font: 400 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
:lang(zh-Hans) body, body:lang(zh-Hans) { line-height: 1.65; }
h1, h2, h3, h4, p, dl, dd, figure, blockquote, ul { margin: 0; padding: 0; }
h1 { font-size: 34px; line-height: 1.15; letter-spacing: -0.02em; font-weight: 650; }
body { counter-reset: chapter; }
h2 { counter-increment: chapter; counter-reset: section; }
h2::before { content: counter(chapter) "\\2002"; }
h3 { counter-increment: section; }
h3::before { content: counter(chapter) "." counter(section) "\\2002"; font-weight: 400; color: var(--muted); }
h2 { margin: 40px 0 12px; padding-bottom: 5px; border-bottom: 2px solid var(--ink); font-size: 20px; font-weight: 650; letter-spacing: -0.01em; }
h3 { margin: 28px 0 8px; font-size: 15px; font-weight: 650; }
h4 { margin: 20px 0 4px; font-size: 14px; font-weight: 650; }
p + p { margin-top: 6px; }
small { font-size: 12px; color: var(--muted); font-weight: 400; }
code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", "PingFang SC", "Microsoft YaHei", monospace; font-size: 0.92em; overflow-wrap: anywhere; }
a { color: inherit; text-underline-offset: 2px; }
.note { margin-top: 6px; font-size: 12px; line-height: 1.45; color: var(--muted); }
ul.note { padding-left: 16px; }
.brand { font-size: 13px; color: var(--muted); letter-spacing: 0.04em; }
.subtitle { margin-top: 4px; font-size: 17px; color: var(--muted); }
.stamp { display: flex; flex-wrap: wrap; gap: 2px 18px; margin-top: 14px; font-size: 13px; }
.stamp span:first-child { font-weight: 650; }
blockquote { margin-bottom: 10px; font-size: 18px; line-height: 1.35; }
.facts > div { display: grid; grid-template-columns: 176px 1fr; gap: 0 16px; padding: 4px 0; border-top: 1px solid var(--hair); }
.facts dt { color: var(--muted); }
.note + .facts, p + .facts { margin-top: 10px; }
.two { columns: 2 320px; column-gap: 36px; }
.two > div { grid-template-columns: 1fr 130px; break-inside: avoid; }
.facts dd { min-width: 0; }
.result { margin-top: 20px; padding: 16px 20px 14px; border: 1.5px solid var(--ink); border-left-width: 8px; }
.result h3 { margin: 0; font-size: 13px; color: var(--muted); }
.result .verdict { font-size: 40px; line-height: 1.15; font-weight: 700; letter-spacing: -0.02em; }
.result.demonstrated { border-color: var(--blue); }
.result.refuted { border-color: var(--red); }
.result.not-testable-here { border-color: var(--amber); }
.result.demonstrated .verdict { color: var(--blue); }
.result.refuted .verdict, .trio .refuted { color: var(--red); }
.result.not-testable-here .verdict { color: var(--amber); }
.result .meaning { color: var(--muted); }
.result .sentence { margin-top: 8px; font-size: 16px; }
.trio { display: flex; flex-wrap: wrap; gap: 4px 36px; margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--line); list-style: none; }
.trio span { display: block; font-size: 12px; color: var(--muted); }
.scroll { overflow-x: auto; margin-top: 8px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.35; }
caption { padding: 10px 0 4px; text-align: left; font-weight: 650; }
.unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 5px 6px; text-align: left; vertical-align: baseline; font-weight: 400; border-bottom: 1px solid var(--hair); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { vertical-align: bottom; color: var(--muted); font-size: 12px; border-bottom: 1px solid var(--ink); }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.strong > * { font-weight: 650; }
tbody th.word { min-width: 8em; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 0 36px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 20px 36px; }
.figure-title { font-size: 13px; font-weight: 650; }
figcaption { font-size: 12px; line-height: 1.45; color: var(--muted); }
.plot { display: block; width: 100%; height: auto; margin: 4px 0; overflow: visible; }
.plot text { font-size: 10.5px; fill: var(--muted); }
.plot .axis { fill: var(--ink); }
.plot .note { font-size: 10px; }
.plot .strong { font-weight: 650; fill: var(--ink); }
.plot path { fill: none; }
.plot .grid { stroke: var(--hair); stroke-width: 0.7; }
.plot .frame { stroke: var(--muted); }
.plot .main { stroke: var(--blue); stroke-width: 1.8; }
.plot .bound { stroke: var(--blue); stroke-dasharray: 5 3; }
.plot .limit { stroke: var(--ink); stroke-dasharray: 1.5 2.5; }
.plot .band { fill: var(--blue); fill-opacity: 0.09; }
.plot .dot { fill: #fff; fill-opacity: 0.6; stroke: var(--ink); stroke-width: 0.9; }
.plot .cross { stroke: var(--ink); stroke-width: 1.8; }
.bar { display: block; width: 100%; min-width: 60px; height: 11px; }
.bar .sum { fill: var(--line); }
.bar .own { fill: var(--muted); }
.miss { margin-top: 14px; padding-top: 12px; border-top: 1px solid var(--line); }
.pictures, .miss figcaption { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 4px 10px; }
.pictures svg { display: block; width: 100%; height: auto; border: 1px solid var(--line); }
.pictures p { font-size: 11px; color: var(--muted); }
.miss figcaption { margin-top: 4px; color: var(--ink); }
.miss figcaption > :nth-child(2) { grid-column: span 2; }
.miss figcaption p + p { margin-top: 0; }
.about { color: var(--muted); }
.veil { fill: #fff; fill-opacity: 0.55; }
.halo, .true, .reported { fill: none; vector-effect: non-scaling-stroke; }
.halo { stroke: #fff; stroke-opacity: 0.75; stroke-width: 3.5; }
.true { stroke: var(--blue); stroke-width: 1.5; }
.look-alike { fill: none; vector-effect: non-scaling-stroke; stroke: #fff; stroke-width: 1; stroke-dasharray: 1 2.5; }
.reported { stroke: var(--red); stroke-width: 1.5; stroke-dasharray: 4 2.5; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 20px; }
.legend svg { width: 22px; height: 13px; margin-right: 4px; vertical-align: -2px; }
.ground { fill: #8b9298; }
.legend .true, .legend .reported { stroke-width: 2; }
.missing { padding: 24px 0; color: var(--muted); }
.choices { display: flex; flex-wrap: wrap; gap: 6px 36px; list-style: none; }
.choices svg { width: 13px; height: 13px; vertical-align: -2px; fill: none; stroke: var(--ink); }
.remarks { margin-top: 16px; color: var(--muted); }
.rule { height: 30px; border-bottom: 1px solid var(--muted); }
.sign table { margin-top: 20px; table-layout: fixed; }
.sign thead th { border-bottom: 0; }
.sign tbody th, .sign td { height: 46px; border-bottom: 1px solid var(--muted); vertical-align: bottom; }
.sign td { border-left: 16px solid transparent; }
@media (max-width: 700px) {
  body { margin: 0; padding: 24px 18px 40px; }
  .facts > div { grid-template-columns: 1fr; }
  .result { padding: 14px 16px; }
  .result .verdict { font-size: 30px; }
  .pictures, .miss figcaption { grid-template-columns: 1fr 1fr; }
}
`

/** All styles of the report; the head and the foot of printed pages are styles too. */
export function styleOf({ claim, contentSha256 }: ReportInput, { words, language }: Voice): string {
  const head = `${words.title} · ${claim.text[language]}`
  return (
    screen +
    printStyle({
      topLeft: cssString(head),
      topRight: `${cssString(words.page.before)} counter(page) ${cssString(words.page.between)} counter(pages) ${cssString(words.page.after)}`,
      bottomLeft: cssString(`SHA-256 ${contentSha256.slice(0, 16)}`),
      bottomRight: cssString(words.initials),
    })
  )
}
