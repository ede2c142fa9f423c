import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, programFiles } from './source.ts'

/** Rooms in the order of the first match; `mayUse` names the rooms it may import from besides itself. */
const rooms: readonly {
  readonly name: string
  readonly files: RegExp
  readonly mayUse: readonly string[]
}[] = [
  { name: 'contract', files: /^edge\/contract\//, mayUse: [] },
  { name: 'core', files: /^edge\/core\//, mayUse: ['contract'] },
  { name: 'thread', files: /^edge\/io\/[a-z-]+-worker\.ts$/, mayUse: ['contract', 'core', 'io', 'datasets'] },
  // Types only: an order to a worker is part of what its pool carries.
  { name: 'io', files: /^edge\/io\//, mayUse: ['contract', 'core', 'thread (types)'] },
  { name: 'story', files: /^edge\/(line|machine)\.ts$/, mayUse: ['contract', 'core'] },
  {
    name: 'service',
    files: /^edge\/(service\/.*|main|fast)\.ts$/,
    mayUse: ['contract', 'core', 'io', 'story', 'datasets', 'broker', 'thread (types)'],
  },
  { name: 'report', files: /^edge\/report\//, mayUse: ['contract', 'core'] },
  {
    name: 'command',
    files: /^edge\/command\//,
    mayUse: ['contract', 'core', 'report', 'io', 'story', 'datasets', 'service', 'broker', 'thread (types)'],
  },
  {
    name: 'cli',
    files:
      /^edge\/(cli|option|verb|verb-bench|verb-evidence|verb-generate|verb-plan|verb-teach|verb-user)\.ts$/,
    mayUse: ['contract', 'io', 'command', 'service'],
  },
  { name: 'datasets', files: /^datasets\//, mayUse: ['contract'] },
  { name: 'broker', files: /^broker\//, mayUse: ['contract'] },
  { name: 'dashboard', files: /^dashboard\//, mayUse: ['contract'] },
]

const roomOf = (file: string) => rooms.find(({ files }) => files.test(file))

/** Where one library may be met. `zod` belongs to the contract, Preact to the board, mathematics to the mind. */
const doors: readonly { readonly library: RegExp; readonly files: RegExp }[] = [
  { library: /^zod$/, files: /^(edge\/(contract|io)\/|dashboard\/jitless\.ts)/ },
  { library: /^(preact|@preact\/signals|uplot)(\/|$)/, files: /^dashboard\// },
  // The floor of the benchmark owes nothing to the door that it is held against.
  { library: /^onnxruntime-node$/, files: /^edge\/io\/(session|bare-worker)\.ts$/ },
  // The schema of ONNX, and what is written with it.
  // And that of Sparkplug B.
  {
    library: /^@bufbuild\/protobuf$/,
    files: /^edge\/io\/(onnx-file|quantize-graph|anomaly-graph|sparkplug-codec)\.ts$/,
  },
  { library: /^@stdlib\//, files: /^edge\/core\/quality\// },
  // A transform is arithmetic: pure, and the mind's own business.
  { library: /^fft\.js$/, files: /^edge\/core\/health\/spectrum\.ts$/ },
]

describe('imports point one way', () => {
  it('every file of the program belongs to a room', () => {
    expect(programFiles.filter((file) => !roomOf(file))).toEqual([])
  })

  it('rooms import only from the rooms below them', () => {
    const wrong = programFiles.flatMap((file) =>
      parse(file)
        .imports.filter(({ from }) => from.startsWith('.'))
        .flatMap(({ from, isType }) => {
          const target = path.posix.join(path.posix.dirname(file), from)
          const here = roomOf(file)
          const there = roomOf(target)?.name ?? (target.includes('dashboard') ? 'dashboard' : 'none')
          const may =
            there === here?.name ||
            here?.mayUse.includes(there) ||
            (isType && here?.mayUse.includes(`${there} (types)`))
          return may
            ? []
            : [`${file} imports ${target}: ${here?.name} may use ${here?.mayUse.join(', ') || 'nothing'}`]
        }),
    )
    expect(wrong).toEqual([])
  })

  it('nothing imports the command line, and main only the command line', () => {
    const importers = programFiles.filter((file) =>
      parse(file).imports.some(({ from }) => /\/(main|cli)\.ts$/.test(from)),
    )
    expect(
      importers.filter(
        (file) =>
          !/^edge\/(verb|verb-bench|verb-evidence|verb-generate|verb-plan|verb-teach|cli|command\/[a-z-]+)\.ts$/.test(
            file,
          ),
      ),
    ).toEqual([])
  })
})

describe('one library, one file', () => {
  const uses = programFiles.flatMap((file) =>
    parse(file)
      .imports.filter(({ from, isType }) => !isType && !from.startsWith('.') && !from.startsWith('node:'))
      .map(({ from }) => ({ file, library: packageOf(from) })),
  )

  it('a library is imported by one file of the program', () => {
    const byLibrary = new Map<string, Set<string>>()
    for (const { file, library } of uses) {
      if (doors.some((door) => door.library.test(library))) continue
      byLibrary.set(library, (byLibrary.get(library) ?? new Set()).add(file))
    }
    const shared = [...byLibrary]
      .filter(([, files]) => files.size > 1)
      .map(([library, files]) => `${library}: ${[...files].join(', ')}`)
    expect(shared).toEqual([])
  })

  it('and that file is a door, not the mind', () => {
    const places = /^(edge\/io\/|edge\/cli\.ts|broker\/|dashboard\/|datasets\/rng\.ts)/
    const wrong = uses.filter(({ file, library }) => {
      const door = doors.find((candidate) => candidate.library.test(library))
      return !(door ? door.files : places).test(file)
    })
    expect(wrong).toEqual([])
  })

  it('the mind, the contract and the world import nothing of Node', () => {
    const pure = programFiles.filter((file) => /^(edge\/(contract|core)|datasets)\//.test(file))
    expect(pure.filter((file) => parse(file).imports.some(({ from }) => from.startsWith('node:')))).toEqual(
      [],
    )
  })
})

function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}
