import { isMap, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml'
import { JidokaError } from '../contract/error.ts'

/** A YAML file as a value that remembers its lines. */
export interface YamlFile {
  readonly value: unknown
  /** Line of the key or item at `path`, or of the nearest thing around it that exists; from 1. */
  lineOf(path: readonly PropertyKey[]): number
}

/** Reads YAML text. Throws YAML_INVALID with file, line and column of the first fault. */
export function readYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument<Node>(text, { lineCounter: lines, prettyErrors: false })
  const fault = document.errors[0]
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0])
    const cause = fault.message.split('\n')[0]
    throw new JidokaError('YAML_INVALID', `${file}, line ${line}, column ${col}: ${cause}.`)
  }
  return {
    value: toValue(document, file),
    lineOf: (path) => lines.linePos(place(document.contents, path)?.range?.[0] ?? 0).line,
  }
}

export const writeYaml = (value: unknown): string => stringify(value)

/** The library refuses aliases that would multiply without end. */
function toValue(document: { toJS(): unknown }, file: string): unknown {
  try {
    return document.toJS()
  } catch (error) {
    throw new JidokaError('YAML_INVALID', `${file}: ${error instanceof Error ? error.message : error}.`)
  }
}

/** Walks down `path` as far as it goes. */
function place(top: Node | null, path: readonly PropertyKey[]): Node | null {
  let container = top
  let found = top
  for (const step of path) {
    if (isMap<Node, Node | null>(container)) {
      const pair = container.items.find(({ key }) => String(key) === String(step))
      if (!pair) break
      found = pair.key
      container = pair.value
    } else if (isSeq<Node>(container)) {
      container = container.items[Number(step)] ?? null
      found = container ?? found
    } else break
  }
  return found
}
