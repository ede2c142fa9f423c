import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { messageSchema } from '../../edge/contract/async-api.ts'
import { type TopicName, topicName } from '../../edge/contract/event.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { readHouse, root } from '../law/source.ts'
import { exercised } from './exercised-metrics.ts'

const nameOf = (filter: string): TopicName | null => topicName(filter.replace(/\+/g, 'x'))

/** Whether a message of the topic can hold `data.latencyMs.p99`. */
function hasField(name: TopicName, path: string): boolean {
  const schema = messageSchema(name) as { definitions?: Record<string, unknown> }
  const resolve = (node: unknown): Record<string, unknown> => {
    const { $ref, allOf, ...rest } = (node ?? {}) as { $ref?: string; allOf?: unknown[] }
    if ($ref) return resolve(schema.definitions?.[$ref.replace('#/definitions/', '')])
    return allOf ? resolve(allOf[0]) : rest
  }
  const last = path.split('.').reduce<Record<string, unknown>>((at, key) => {
    const { properties } = at as { properties?: Record<string, unknown> }
    return properties?.[key] === undefined ? {} : resolve(properties[key])
  }, resolve(schema))
  return Object.keys(last).length > 0
}

describe('grafana.json', () => {
  interface Panel {
    readonly id: number
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>
    readonly targets: readonly { readonly expr: string }[]
  }
  const { panels } = JSON.parse(readHouse('edge/deploy/grafana.json')) as { panels: readonly Panel[] }
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))

  it('asks for metrics, labels and values of them that exist', async () => {
    const text = await exercised(createMetrics()).expose()
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    const missing = expressions.flatMap((expr) =>
      [...expr.matchAll(/\b((?:jidoka|process)_\w+)(?:\{([^}]*)\})?/g)].flatMap(
        ([, metric = '', labels = '']) => {
          const wanted = [...labels.matchAll(/(\w+)(=|!=|=~)"([^"]*)"/g)].map(([, label, is, value]) =>
            is === '=' ? `${label}="${value}"` : `${label}="`,
          )
          const isThere = series.some(
            (line) =>
              line.startsWith(metric) &&
              /^[{ ]/.test(line.slice(metric.length)) &&
              wanted.every((pair) => line.includes(pair)),
          )
          return isThere ? [] : [`${metric}{${labels}}`]
        },
      ),
    )
    expect(missing).toEqual([])
    expect(expressions.length).toBeGreaterThanOrEqual(panels.length)
  })

  it('groups by labels that the metrics carry', async () => {
    const text = await exercised(createMetrics()).expose()
    const labels = expressions.flatMap((expr) =>
      [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
    )
    expect(labels.filter((label) => !text.includes(`${label}="`))).toEqual([])
  })

  it('lays its panels side by side on 24 columns, each once', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => [x + (index % w), y + Math.floor(index / w)] as const),
    )
    expect(Math.max(...cells.map(([x]) => x))).toBeLessThan(24)
    expect(new Set(cells.map(String)).size).toBe(cells.length)
  })
})

describe('node-red.json', () => {
  type Node = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }
  const nodes = JSON.parse(readHouse('edge/deploy/node-red.json')) as readonly Node[]
  const find = (id: unknown) => nodes.find((node) => node.id === id)
  const next = (node: Node): Node[] =>
    ((node.wires ?? []) as string[][]).flat().flatMap((id) => find(id) ?? [])

  it('uses nodes of the core, wired to nodes that exist, and holds no password', () => {
    const core = ['tab', 'mqtt-broker', 'mqtt in', 'switch', 'template', 'debug']
    expect(nodes.filter(({ type }) => !core.includes(type))).toEqual([])
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
    for (const node of nodes) {
      expect(next(node).length).toBe(((node.wires ?? []) as string[][]).flat().length)
      if (node.type !== 'tab' && node.type !== 'mqtt-broker') expect(find(node.z)?.type).toBe('tab')
      if (node.type === 'mqtt in') expect(find(node.broker)?.type).toBe('mqtt-broker')
      if (node.type === 'mqtt-broker') expect(node.credentials).toEqual({})
    }
  })

  it('listens to topics that exist, for fields that their messages have', () => {
    const inputs = nodes.filter(({ type }) => type === 'mqtt in')
    expect(inputs.length).toBeGreaterThan(2)
    for (const input of inputs) {
      const name = nameOf(String(input.topic))
      if (name === null) throw new Error(`there is no topic ${input.topic}`)
      const chain = [input]
      for (const node of chain) chain.push(...next(node))
      const text = chain.map(({ property, template }) => `${property ?? ''} ${template ?? ''}`).join(' ')
      const paths = [...text.matchAll(/payload\.([\w.]+)/g)].map(([, path = '']) => path)
      expect(paths.length).toBeGreaterThan(0)
      expect(paths.filter((path) => !hasField(name, path))).toEqual([])
    }
  })
})

describe('telegraf.conf', () => {
  const text = readHouse('edge/deploy/telegraf.conf')

  it('asks with QoS 1 in a session that persists, under a name of its own', () => {
    for (const line of ['qos = 1', 'persistent_session = true', 'client_id = "telegraf-jidoka"'])
      expect(text).toContain(`\n  ${line}\n`)
    expect(text).not.toMatch(/password = "(?!\$\{)/)
  })

  it('names topics that exist, and fields that one of them has', () => {
    const names = [...text.matchAll(/"(jidoka\/[^"]+)"/g)].flatMap(
      ([, filter = '']) => nameOf(filter) ?? [filter],
    )
    expect(names).toEqual(['result', 'incident', 'kpi'])
    const paths = [...text.matchAll(/path = "([\w.]+)"/g)].map(([, path = '']) => path)
    expect(paths.length).toBeGreaterThan(5)
    expect(paths.filter((path) => !names.some((name) => hasField(name as TopicName, path)))).toEqual([])
  })
})

const systemd = !spawnSync('systemd-analyze', ['--version']).error
if (!systemd)
  console.warn('NOT TESTED: edge/deploy/jidoka.service, because systemd-analyze is not installed here.')

describe.skipIf(!systemd)('jidoka.service', () => {
  const unit = `${root}/edge/deploy/jidoka.service`

  it('is a unit that systemd understands', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
    // Node may lie elsewhere here.
    const said = stderr
      .split('\n')
      .filter((line) => line !== '' && !/Command \/usr\/bin\/node is not executable/.test(line))
    expect(said.filter((line) => line.includes('jidoka'))).toEqual([])
    expect(stderr === '' ? status : 0).toBe(0)
  })

  it('leaves the service little to do harm with', () => {
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], {
      encoding: 'utf8',
    })
    expect(Number(/exposure level for jidoka.service: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThan(2)
  })
})
