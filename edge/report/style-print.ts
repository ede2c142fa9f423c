/** What stands in the margins of every printed page, as values of `content`. */
export interface Margins {
  readonly topLeft: string
  readonly topRight: string
  readonly bottomLeft: string
  readonly bottomRight: string
}

/**
 * A4 pages, black on white. No figure, table row or signature is cut in two, and no heading stands alone at the foot.
 * Margin boxes are CSS Paged Media; a browser that lacks them prints its own head and foot.
 */
export const printStyle = ({ topLeft, topRight, bottomLeft, bottomRight }: Margins): string => `
@page { size: A4; margin: 18mm 16mm 16mm;
  font: 400 7.5pt system-ui, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; color: #50585f;
  @top-left { content: ${topLeft}; width: 78%; border-bottom: 0.5pt solid #cdd1d4; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 4mm; }
  @top-right { content: ${topRight}; width: 22%; border-bottom: 0.5pt solid #cdd1d4; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 4mm; }
  @bottom-left { content: ${bottomLeft}; }
  @bottom-right { content: ${bottomRight}; }
}
@media print {
  html, body { background: none; }
  body { max-width: none; margin: 0; padding: 0; font-size: 9.2pt; line-height: 1.42; }
  body:lang(zh-Hans) { line-height: 1.5; }
  h1 { font-size: 24pt; }
  h2 { margin-top: 6.5mm; font-size: 14pt; }
  h3 { margin-top: 5mm; font-size: 10.5pt; }
  h2, h3, h4, caption, .figure-title { break-after: avoid; }
  .whole, tr, figure, .facts > div { break-inside: avoid; }
  p, li { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  .apart { break-before: page; }
  .apart > h2 { margin-top: 0; }
  table { font-size: 8.4pt; }
  thead th, small, .note, figcaption, .trio span { font-size: 7.6pt; }
  blockquote { font-size: 12pt; }
  .result .verdict { font-size: 26pt; }
  .result .sentence { font-size: 10.5pt; }
  .subtitle { font-size: 12pt; }
  .scroll { overflow: visible; }
  .facts > div { grid-template-columns: 42mm 1fr; padding: 0.6mm 0; }
  .two { column-gap: 8mm; }
  .two > div { grid-template-columns: 1fr 32mm; }
  .pair .facts > div { grid-template-columns: 26mm 1fr; }
  .pair, .figures { grid-template-columns: 1fr 1fr; gap: 4mm 8mm; }
  .miss { margin-top: 2.5mm; padding-top: 2mm; line-height: 1.35; }
  .pictures, .miss figcaption { grid-template-columns: repeat(4, 36.5mm); gap: 0.5mm 0; justify-content: space-between; }
  .sign tbody th, .sign td { height: 13mm; }
  .rule { height: 8mm; }
  a { text-decoration: none; }
}
`
