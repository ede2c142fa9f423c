import { describe, expect, it } from 'vitest'
import { isSyntax, parse, programFiles, type Syntax, testFiles } from './source.ts'

interface Ban {
  readonly what: RegExp
  /** Files in which it is allowed. */
  readonly doors: RegExp
  readonly instead: string
}

const nowhere = /(?!)/
const mind = /^(edge\/core|edge\/contract|datasets)\//

const bans: readonly Ban[] = [
  {
    what: /^(Date\.now|new Date\(\)|performance\.now)$/,
    doors: /^(edge\/io|dashboard)\/clock\.ts$/,
    instead: 'clock.nowMs() or clock.monotonicMs() of the port',
  },
  {
    what: /^(set(Timeout|Interval)|requestAnimationFrame)$/,
    doors: /^(edge\/io\/clock\.ts|dashboard\/(clock|pace)\.ts)$/,
    instead: 'clock.after(...) of the port',
  },
  {
    what: /^(setImmediate|queueMicrotask)$/,
    doors: /^(edge\/io|broker)\//,
    instead: 'a plain call: only a door may give the event loop a turn',
  },
  { what: /^(Math\.random|crypto\.getRandomValues)$/, doors: nowhere, instead: 'the rng argument' },
  {
    what: /^(randomUUID|randomBytes|randomInt)$/,
    doors: /^edge\/io\/secret\.ts$/,
    instead: 'an event id made from run and sequence; for secrets, io/secret.ts',
  },
  {
    what: /^process\.env$/,
    doors: /^edge\/io\/config\.ts$/,
    instead: 'the settings, or environment() of io/config.ts',
  },
  { what: /^console\./, doors: nowhere, instead: 'the log argument, or the streams of the shell' },
]

/** What a node names: `Date.now`, `new Date()`, `setTimeout`. Only values, never types or property names. */
function nameOf(node: Syntax, parent: Syntax | null): string | null {
  if (node.type === 'MemberExpression' && isSyntax(node.object) && isSyntax(node.property)) {
    return `${node.object.name}.${node.property.name}`
  }
  if (node.type === 'NewExpression' && isSyntax(node.callee) && node.callee.name === 'Date') {
    return Array.isArray(node.arguments) && node.arguments.length === 0 ? 'new Date()' : null
  }
  const isProperty = parent?.type === 'MemberExpression' && parent.property === node
  return node.type === 'Identifier' && !isProperty ? String(node.name) : null
}

function breaches(file: string, ban: Ban): string[] {
  const { nodes, lineOf } = parse(file)
  return nodes.flatMap(({ node, parent }) => {
    const name = nameOf(node, parent)
    return name && ban.what.test(name)
      ? [`${file}:${lineOf(node.start)} uses ${name}; use ${ban.instead}`]
      : []
  })
}

describe('time, chance, environment and words for people have doors', () => {
  for (const ban of bans) {
    it(`${ban.what.source} is met nowhere but behind its door`, () => {
      expect(
        programFiles.filter((file) => !ban.doors.test(file)).flatMap((file) => breaches(file, ban)),
      ).toEqual([])
    })
  }

  it('the doors themselves use what they guard, so the law still sees it', () => {
    const clock = bans[0]
    expect(clock && breaches('edge/io/clock.ts', clock).length).toBeGreaterThan(0)
  })

  it('tests draw no chance of their own', () => {
    const chance = bans.filter(({ instead }) => instead === 'the rng argument')
    expect(chance.flatMap((ban) => testFiles.flatMap((file) => breaches(file, ban)))).toEqual([])
  })

  it('the mind and the world are synchronous', () => {
    const waiting = programFiles
      .filter((file) => mind.test(file))
      .flatMap((file) => {
        const { nodes, lineOf } = parse(file)
        const found = nodes.filter(
          ({ node }) =>
            node.async === true ||
            node.type === 'AwaitExpression' ||
            (node.type === 'Identifier' && node.name === 'Promise'),
        )
        return found.map(
          ({ node }) => `${file}:${lineOf(node.start)} waits; let a shell wait and hand over values`,
        )
      })
    expect(waiting).toEqual([])
  })

  it('no file is a cupboard', () => {
    const vague = /(^|[/-])(utils?|helpers?|managers?|misc|common|index)\.tsx?$/
    expect([...programFiles, ...testFiles].filter((file) => vague.test(file))).toEqual([])
  })
})
