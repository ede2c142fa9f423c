import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

/** The project's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')

const folders = ['edge', 'broker', 'datasets', 'dashboard', 'seeds', 'models', 'test', '.ci']
const notOurs = new Set(['node_modules', '.cache', 'dist', '__pycache__', 'generated'])

/** Every file of the house, by its path from the root with forward slashes. */
export const houseFiles: readonly string[] = [
  ...fs.readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  ...folders.flatMap((folder) => below(folder)),
].sort()

export const readHouse = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8')

/** TypeScript of the program itself, without declarations and tests. */
export const programFiles = houseFiles.filter(
  (file) => /^(edge|broker|datasets|dashboard)\/.*\.tsx?$/.test(file) && !file.endsWith('.config.ts'),
)

export const testFiles = houseFiles.filter((file) => /^test\/.*\.tsx?$/.test(file))

function below(folder: string): string[] {
  const top = path.join(root, folder)
  if (!fs.existsSync(top)) return []
  return fs.readdirSync(top, { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : below(file)
    return entry.isFile() ? [file] : []
  })
}

/** A node of the syntax tree, as far as the laws look at it. */
export interface Syntax {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Import {
  readonly from: string
  /** Erased before the program runs. */
  readonly isType: boolean
}

export interface Parsed {
  readonly text: string
  readonly imports: readonly Import[]
  readonly nodes: readonly { readonly node: Syntax; readonly parent: Syntax | null }[]
  lineOf(offset: number): number
}

const parsed = new Map<string, Parsed>()

/** Parses a file of the house, once. */
export function parse(file: string): Parsed {
  const known = parsed.get(file)
  if (known) return known
  const text = readHouse(file)
  const { program, module: imported, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const nodes: { node: Syntax; parent: Syntax | null }[] = []
  walk(program, null, nodes)
  const result: Parsed = {
    text,
    nodes,
    imports: [
      ...[...imported.staticImports, ...imported.staticExports].flatMap((statement) => importsOf(statement)),
      ...imported.dynamicImports.flatMap(({ moduleRequest }) => {
        const quoted = /^['"](.+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))
        return quoted?.[1] ? [{ from: quoted[1], isType: false }] : []
      }),
    ],
    lineOf: (offset) => text.slice(0, offset).split('\n').length,
  }
  parsed.set(file, result)
  return result
}

interface Statement {
  readonly moduleRequest?: { readonly value: string }
  readonly entries: readonly {
    readonly isType: boolean
    readonly moduleRequest?: { readonly value: string } | null
  }[]
}

function importsOf({ moduleRequest, entries }: Statement): Import[] {
  if (moduleRequest)
    return [
      { from: moduleRequest.value, isType: entries.length > 0 && entries.every(({ isType }) => isType) },
    ]
  return entries.flatMap((entry) =>
    entry.moduleRequest ? [{ from: entry.moduleRequest.value, isType: entry.isType }] : [],
  )
}

function walk(value: unknown, parent: Syntax | null, into: { node: Syntax; parent: Syntax | null }[]): void {
  if (Array.isArray(value)) for (const item of value) walk(item, parent, into)
  else if (isSyntax(value)) {
    into.push({ node: value, parent })
    for (const child of Object.values(value))
      if (typeof child === 'object' && child !== null) walk(child, value, into)
  }
}

export const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
