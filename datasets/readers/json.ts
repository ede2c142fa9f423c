import { refuseSet } from './description.ts'

/** A piece of JSON, or the white space between two. */
const token = new RegExp(
  [
    String.raw`[ \t\r\n]+`,
    String.raw`"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"`,
    String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`,
    'true|false|null|[[\\]{},:]',
  ].join('|'),
  'y',
)

/** Reads JSON; a fault is told with its line. A byte order mark is passed over. `firstLine`: where the text stands in its file. */
export function readJson(text: string, file: string, firstLine = 1): unknown {
  const bare = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(bare)
  } catch {
    const line = firstLine - 1 + faultLine(bare)
    return refuseSet(`${file}, line ${line}`, 'this is no JSON')
  }
}

/** What may stand at a place: a value, a key, or what follows one. */
type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'end'

/** The line of the first fault, from 1. The engine tells it, if at all, in words that change with its version. */
export function faultLine(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  let place = 0
  while (place < text.length) {
    token.lastIndex = place
    const found: string | undefined = token.exec(text)?.[0]
    if (found === undefined) break
    const next: Expected | null = found.trim() === '' ? expected : after(found, expected, open)
    if (next === null) break
    expected = next
    place += found.length
  }
  return text.slice(0, place).split('\n').length
}

/** What may follow a token; null when the token may not stand there. */
function after(found: string, expected: Expected, open: string[]): Expected | null {
  const isEmpty = (expected === 'first key' && found === '}') || (expected === 'first value' && found === ']')
  if (isEmpty || (expected === 'comma' && found === (open.at(-1) === '{' ? '}' : ']'))) {
    open.pop()
    return open.length === 0 ? 'end' : 'comma'
  }
  if (expected === 'comma') return found === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : null
  if (expected === 'colon') return found === ':' ? 'value' : null
  if (expected === 'key' || expected === 'first key') return found.startsWith('"') ? 'colon' : null
  if (expected === 'end' || /^[\]},:]$/.test(found)) return null
  if (found !== '{' && found !== '[') return open.length === 0 ? 'end' : 'comma'
  open.push(found)
  return found === '{' ? 'first key' : 'first value'
}
