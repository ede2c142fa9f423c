import type { Box } from '../contract/part.ts'
import type { ReportedPlace, TruePlace, WorstPart } from './input.ts'
import { type Content, html, type Markup, safePicture } from './markup.ts'
import { type Place, section } from './section.ts'
import type { Voice } from './voice.ts'

/** The worst parts as pictures: the frame, the heat on it, and the place at a larger scale. */
export function missSection({ line: { worst }, voice, id }: Place): Markup {
  const { words } = voice
  const head = words.misses
  if (worst.length === 0) return section(head.heading, html`<p>${head.empty}</p>`)
  const [first, ...others] = worst.map((part, index) => miss(part, voice, `${id}-miss-${index}`))
  const swatches = [
    { kind: 'true', name: head.trueMark },
    { kind: 'reported', name: head.reportedMark },
    { kind: 'look-alike', name: head.lookAlike },
  ].map(({ kind, name }) => html`<span>${swatch(kind)} ${name}</span>`)
  const legend = html`<p class="note legend">${swatches}</p>`
  // A heading never stands alone at the foot of a page.
  return section(
    head.heading,
    html`<div class="whole"><p>${head.text}</p>${legend}${first ?? null}</div>${others}`,
    false,
  )
}

const swatch = (kind: string): Markup =>
  html`<svg viewBox="0 0 20 12" aria-hidden="true"><rect class="ground" width="20" height="12"/><rect class="${kind}" x="3" y="2" width="14" height="8"/></svg>`

function miss(part: WorstPart, voice: Voice, id: string): Markup {
  const { words, format } = voice
  const head = words.misses
  const reported = part.reportedMarks.toSorted((a, b) => b.score - a.score)
  const verdict = `${words.evaluation[part.evaluation]}${words.comma}${head.score(format.decimal(part.score))}`
  return html`<figure class="miss whole">${pictures(part, voice, id)}<figcaption>
<div><p class="figure-title">${words.outcome[part.outcome]}</p><p><code>${part.part}</code></p><p>${verdict}</p></div>
${listed(head.truth, trueTexts(part, voice), voice)}${listed(
  head.reported,
  atMost(
    reported.map((mark) => reportedText(mark, voice)),
    voice,
  ),
  voice,
)}</figcaption></figure>
`
}

const listed = (heading: string, texts: readonly string[], { words }: Voice): Markup =>
  html`<div><p class="about">${heading}</p>${texts.length === 0 ? html`<p>${words.misses.nothing}</p>` : texts.map((text) => html`<p>${text}</p>`)}</div>`

const mostMarks = 3

/** The first few; of the others, how many. */
const atMost = (texts: readonly string[], { words, format }: Voice): string[] => [
  ...texts.slice(0, mostMarks),
  ...(texts.length > mostMarks ? [words.misses.more(format.whole(texts.length - mostMarks))] : []),
]

/** Marks by falling size over their limit, then the kinds of look-alikes. */
function trueTexts({ trueMarks }: WorstPart, voice: Voice): string[] {
  const { words, nameOf } = voice
  const marks = worstFirst(trueMarks).filter(({ isLookAlike }) => !isLookAlike)
  const kinds = new Set(trueMarks.filter(({ isLookAlike }) => isLookAlike).map((mark) => nameOf(mark.class)))
  const texts = atMost(
    marks.map((mark) => trueText(mark, voice)),
    voice,
  )
  return kinds.size === 0 ? texts : [...texts, words.misses.lookAlikes([...kinds].join(words.listComma))]
}

const worstFirst = (marks: readonly TruePlace[]): TruePlace[] =>
  marks.toSorted((a, b) => (b.sizeOverLimit ?? 0) - (a.sizeOverLimit ?? 0))

function trueText(
  { class: name, sizeMm, sizeOverLimit }: TruePlace,
  { words, format, nameOf }: Voice,
): string {
  const facts = [
    ...(sizeMm === null ? [] : [format.mm(sizeMm)]),
    ...(sizeOverLimit === null ? [] : [words.misses.overLimit(timesLimit(sizeOverLimit, format))]),
  ]
  return [nameOf(name), ...facts].join(words.comma)
}

/** Two decimals, or as many as tell it from the limit itself: 0.996 is within it. */
function timesLimit(ratio: number, format: Voice['format']): string {
  let digits = 2
  while (ratio !== 1 && digits < 6 && Number(ratio.toFixed(digits)) === 1) digits++
  return format.decimal(ratio, digits)
}

const reportedText = (
  { class: name, sizeMm, score }: ReportedPlace,
  { words, format, nameOf }: Voice,
): string => [nameOf(name), format.mm(sizeMm), format.share(score)].join(words.comma)

function pictures(part: WorstPart, { words }: Voice, id: string): Markup {
  const head = words.misses
  const picture = safePicture(part.picture)
  if (picture === null) return html`<p class="missing">${head.noPicture}</p>`
  const heat = safePicture(part.heat)
  const { widthPx, heightPx } = part
  const whole = { x: 0, y: 0, width: widthPx, height: heightPx }
  const near = closeUp(part)
  const frame = html`<image id="${id}" href="${picture}" width="${widthPx}" height="${heightPx}" preserveAspectRatio="none"/>`
  const again = html`<use href="#${id}"/>`
  const stretched = html`width="${widthPx}" height="${heightPx}"`
  const hot = html`${again}<rect class="veil" ${stretched}/><use href="#${id}-heat"/>`
  const glow =
    heat !== null &&
    html`${again}<rect class="veil" ${stretched}/><image id="${id}-heat" href="${heat}" ${stretched} preserveAspectRatio="none"/>`
  return html`<div class="pictures" role="img" aria-label="${head.pictureOf(part.part)}">${[
    view(whole, html`${frame}${outlines(part, 0.012 * widthPx)}`, head.frame),
    glow && view(whole, glow, head.heat),
    near && view(near, html`${again}${outlines(part, 0.012 * near.width)}`, head.near),
    near && glow && view(near, hot, head.nearHeat),
  ]}</div>`
}

const view = ({ x, y, width, height }: Box, content: Content, name: string): Markup =>
  html`<div><svg viewBox="${x} ${y} ${width} ${height}">${content}</svg><p>${name}</p></div>`

/** Twice each, so that they show on dark and on light; `gap` keeps them off the mark, pixels. */
function outlines({ trueMarks, reportedMarks }: WorstPart, gap: number): Content {
  const outline = (kind: 'true' | 'reported' | 'look-alike', { x, y, width, height }: Box) => {
    const box = html`x="${x - gap}" y="${y - gap}" width="${width + 2 * gap}" height="${height + 2 * gap}"`
    return html`${kind !== 'look-alike' && html`<rect class="halo" ${box}/>`}<rect class="${kind}" ${box}/>`
  }
  return [
    ...trueMarks.map(({ box, isLookAlike }) => outline(isLookAlike ? 'look-alike' : 'true', box)),
    ...reportedMarks.map(({ box }) => outline('reported', box)),
  ]
}

/** A quarter of the frame about the worst mark, inside the frame; null where there is no mark. */
export function closeUp({ widthPx, heightPx, trueMarks, reportedMarks }: WorstPart): Box | null {
  const worst = worstFirst(trueMarks)[0] ?? reportedMarks[0]
  if (!worst) return null
  const { box } = worst
  const share = Math.min(1, Math.max(0.25, (1.6 * box.width) / widthPx, (1.6 * box.height) / heightPx))
  const [width, height] = [share * widthPx, share * heightPx]
  const within = (centre: number, size: number, most: number) =>
    Math.min(Math.max(0, centre - size / 2), most - size)
  return {
    x: within(box.x + box.width / 2, width, widthPx),
    y: within(box.y + box.height / 2, height, heightPx),
    width,
    height,
  }
}
