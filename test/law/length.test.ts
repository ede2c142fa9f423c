import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { houseFiles, isSyntax, parse, readHouse, type Syntax } from './source.ts'

const longestFile = 250
const longestFunction = 50

/** What is longer than it should be, with its length today: entries may only shrink and vanish. */
const allowed = z
  .strictObject({ files: z.record(z.string(), z.number()), functions: z.record(z.string(), z.number()) })
  .parse(JSON.parse(readHouse('test/law/long.json')))

const files = houseFiles.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.mts'))
const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

function functionLengths(): Map<string, number> {
  const lengths = new Map<string, number>()
  for (const file of files) {
    const { nodes, lineOf } = parse(file)
    for (const { node, parent } of nodes) {
      if (!functionTypes.includes(node.type) || isSuite(parent)) continue
      const lines = lineOf(node.end) - lineOf(node.start) + 1
      const key = `${file}#${nameOf(node, parent)}`
      lengths.set(key, Math.max(lines, lengths.get(key) ?? 0))
    }
  }
  return lengths
}

/** `describe` holds stories; each of them is a function of its own. */
const isSuite = (parent: Syntax | null) =>
  parent?.type === 'CallExpression' &&
  isSyntax(parent.callee) &&
  /^describe/.test(String(parent.callee.name ?? 'describe'))

function nameOf(node: Syntax, parent: Syntax | null): string {
  const named = [node.id, parent?.id, parent?.key].find((candidate) => isSyntax(candidate))
  return isSyntax(named) ? String(named.name) : 'nameless'
}

function compare(
  lengths: ReadonlyMap<string, number>,
  longest: number,
  exceptions: Readonly<Record<string, number>>,
): string[] {
  const tooLong = [...lengths].flatMap(([name, lines]) => {
    const limit = exceptions[name] ?? longest
    return lines > limit ? [`${name} has ${lines} lines, at most ${limit}: divide it`] : []
  })
  const outdated = Object.entries(exceptions).flatMap(([name, limit]) => {
    const lines = lengths.get(name) ?? 0
    if (lines <= longest) return [`${name} needs no exception any more: remove it from long.json`]
    return lines < limit ? [`${name} has shrunk to ${lines}: say so in long.json`] : []
  })
  return [...tooLong, ...outdated]
}

describe('a file is a page, a function a paragraph', () => {
  it(`no file has more than ${longestFile} lines`, () => {
    const lengths = new Map(files.map((file) => [file, readHouse(file).trimEnd().split('\n').length]))
    expect(compare(lengths, longestFile, allowed.files)).toEqual([])
  })

  it(`no function has more than ${longestFunction} lines`, () => {
    expect(compare(functionLengths(), longestFunction, allowed.functions)).toEqual([])
  })
})
