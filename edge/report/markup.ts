/** Text that is markup already. Only `html` makes it, so that nothing gets in unescaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: `null` and `false` are nothing, lists are joined. */
export type Content = Markup | string | number | null | false | readonly Content[]

/** Markup with everything escaped that is put in, attributes too (they must be in double quotes). */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(strings.reduce((text, piece, index) => text + written(values[index - 1] ?? null) + piece))

function written(value: Content): string {
  if (value === null || value === false) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'object') return value.map(written).join('')
  return escaped(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// Control characters belong to no name; each parser would make something else of them.
const escaped = (text: string): string =>
  text.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd').replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

/** A string of CSS: nothing in it can end the string, the rule or the style element. */
export const cssString = (text: string): string =>
  `"${text.replace(/[^\p{L}\p{N} .,:;·%()–-]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`

const picture = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/

/** The picture if it is one that may be shown; never a script, an SVG or an address. */
export const safePicture = (uri: string | null): string | null =>
  uri !== null && picture.test(uri) ? uri : null
