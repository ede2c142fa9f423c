import { expect } from 'vitest'
import { Settings } from '../../../edge/contract/setting.ts'
import type { Reading } from '../../../edge/core/sparkplug/catalogue.ts'
import type { Session } from '../../../edge/core/sparkplug/known.ts'
import { catalogues } from '../../../edge/core/sparkplug/line-reading.ts'
import { type Message, rebirthMetric, topicOf } from '../../../edge/core/sparkplug/message.ts'
import {
  afterCommand,
  afterConnect,
  afterDeviceLoss,
  afterLoss,
  afterReading,
  afterState,
  death,
  newSession,
  type Step,
} from '../../../edge/core/sparkplug/session.ts'

export const name = { group: 'plant', node: 'steel-strip' }
export const plan = catalogues('cell', ['mill-spindle', 'camera-lamp'])
export const t0 = Date.UTC(2026, 2, 1, 8)
export const part = (id: string, atMs: number): Reading => ({
  ...{ device: 'cell', atMs },
  values: { 'Part/Id': id, 'Part/Evaluation': 'OK', 'Part/Score': 0.1 },
})
export const kpi = (rate: number, atMs: number): Reading => ({
  device: null,
  atMs,
  values: { 'Kpi/Parts Per Second': rate },
})

/** Plays events on a session and keeps all that is said. */
export function player(hasHost = false) {
  let session: Session = newSession(plan, hasHost)
  const said: Message[] = []
  const take = (step: Step): Step => {
    session = step.session
    said.push(...step.messages)
    return step
  }
  return {
    said,
    session: () => session,
    will: () => death(session, t0),
    connect: (nowMs = t0) => take(afterConnect(session, nowMs)),
    lose: () => {
      session = afterLoss(session)
    },
    state: (isOnline: boolean, timestampMs: number, nowMs = t0) =>
      take(afterState(session, { isOnline, timestampMs }, nowMs)),
    command: (metric: string, value: boolean) =>
      take(afterCommand(session, [{ name: metric, value }], t0 + 5000)),
    read: (reading: Reading, nowMs = reading.atMs + 1) => take(afterReading(session, reading, nowMs)),
    loseDevice: (device: string) => take(afterDeviceLoss(session, device, t0 + 6000)),
  }
}

/** One session as the specification lays it down: born, data, a rebirth, data, a device lost. */
function story() {
  const node = player()
  const will = node.will()
  node.connect()
  node.read(part('a', t0 + 1000))
  node.read(kpi(12, t0 + 2000))
  const before = node.said.length
  node.command(rebirthMetric, true)
  const rebirth = node.said.slice(before)
  node.read(part('b', t0 + 5500))
  node.loseDevice('cell')
  return { node, will, rebirth, said: node.said }
}

export const { said, will, rebirth } = story()
export const of = (verb: Message['verb']) => said.filter((message) => message.verb === verb)
export const births = [...of('NBIRTH'), ...of('DBIRTH')]
export const data = [...of('NDATA'), ...of('DDATA')]
export const topics = (verb: Message['verb']) => new Set(of(verb).map((message) => topicOf(name, message)))
export const metric = (message: Message | undefined, wanted: string) =>
  message?.payload.metrics.find((candidate) => candidate.name === wanted)
export const bdSeqOf = (message: Message | undefined) => metric(message, 'bdSeq')?.value
export const everyMetric = (messages: readonly Message[]) =>
  messages.flatMap(({ payload }) => payload.metrics)
export const announced = (device: string | null) =>
  new Set(births.find((birth) => birth.device === device)?.payload.metrics.map(({ name: label }) => label))

export const seqFollows = (verb: Message['verb']) => {
  const following = said.flatMap((message, index) => {
    const previous = said[index - 1]?.payload.seq
    return message.verb === verb && previous !== undefined
      ? [[message.payload.seq, (previous + 1) % 256]]
      : []
  })
  expect(following.length).toBeGreaterThan(0)
  for (const [seq, expected] of following) expect(seq).toBe(expected)
}
export const saidAt = (messages: readonly Message[]) => {
  expect(messages.length).toBeGreaterThan(0)
  for (const { payload } of messages) expect(payload.timestampMs).toBeGreaterThanOrEqual(t0)
}
export const isUtc = (ms: number) => expect(new Date(ms).toISOString()).toMatch(/^2026-03-01T08:00/)
export const isBirthSequence = (messages: readonly Message[]) =>
  expect(messages.map(({ verb, device }) => [verb, device])).toEqual([
    ...[
      ['NBIRTH', null],
      ['DBIRTH', 'cell'],
      ['DBIRTH', 'mill-spindle'],
      ['DBIRTH', 'camera-lamp'],
    ],
  ])
export const hasIdAndValue = (messages: readonly Message[]) => {
  for (const { name: label, type, value } of everyMetric(messages)) {
    expect(label).toBeTruthy()
    expect(['Int64', 'Double', 'Boolean', 'String']).toContain(type)
    expect(value).toBeDefined()
  }
}
export const holdsAll = (device: string | null) => {
  const catalogue = plan.find((candidate) => candidate.device === device)
  for (const { name: label } of catalogue?.metrics ?? []) expect(announced(device)).toContain(label)
}
export const isOrdered = (messages: readonly Message[]) => {
  for (const { payload } of messages) {
    const times = payload.metrics.filter((one) => !one.isHistorical).map((one) => one.timestampMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  }
}
export const onlyChanges = (device: string | null) => {
  const node = player()
  node.connect()
  const reading = device === null ? kpi(12, t0 + 1) : part('a', t0 + 1)
  expect(node.read(reading).messages).toHaveLength(1)
  expect(node.read({ ...reading, atMs: t0 + 2 }).messages).toEqual([])
  const [message] = node.read({
    ...reading,
    atMs: t0 + 3,
    values: { ...reading.values, ...(device === null ? { 'Kpi/Outbox Depth': 3 } : { 'Part/Id': 'b' }) },
  }).messages
  expect(message?.payload.metrics).toHaveLength(1)
}
export const refused = (setting: string) => {
  for (const id of ['a+b', 'a/b', 'a#']) expect(Settings.safeParse({ [setting]: id }).success).toBe(false)
  expect(Settings.safeParse({ [setting]: '产线-1' }).success).toBe(true)
}
export const rebirthIsFalse = () =>
  expect(metric(of('NBIRTH')[0], rebirthMetric)).toMatchObject({ type: 'Boolean', value: false })
export const bdSeqMatches = () => {
  const node = player()
  for (let connection = 0; connection < 300; connection += 1) {
    const promised = bdSeqOf(node.will())
    expect(promised).toBe(connection % 256)
    const [birth] = node.connect().messages
    expect(bdSeqOf(birth)).toBe(promised)
    node.lose()
  }
}
export const stopsAndBearsAgain = () => {
  isBirthSequence(rebirth)
  expect(bdSeqOf(rebirth[0])).toBe(bdSeqOf(will))
  expect(rebirth[0]?.payload.seq).toBe(0)
}
export const waitsForHost = () => {
  const node = player(true)
  expect(node.connect().messages).toEqual([])
  expect(node.read(part('a', t0 + 1)).messages).toEqual([])
  expect(node.state(false, 10).messages).toEqual([])
  isBirthSequence(node.state(true, 11).messages.slice(0, 4))
  node.lose()
  expect(node.connect().messages).toEqual([])
}
export const leavesWithHost = () => {
  const node = player(true)
  node.connect()
  node.state(true, 10)
  expect(node.state(false, 9)).toMatchObject({ messages: [] })
  const step = node.state(false, 10)
  expect(step.mustLeave).toBe(true)
  expect(step.messages.map(({ verb }) => verb)).toEqual(['NDEATH'])
  expect(bdSeqOf(step.messages[0])).toBe(0)
  expect(node.read(part('x', t0 + 5)).messages).toEqual([])
}
export const ignoresOldState = () => {
  const node = player(true)
  node.connect()
  node.state(false, 20)
  expect(node.state(true, 19).messages).toEqual([])
  expect(node.state(true, 20).messages).not.toEqual([])
}
export const seqWraps = () => {
  const node = player()
  node.connect()
  for (let index = 1; index <= 600; index += 1) node.read(part(String(index), t0 + index))
  const numbers = node.said.map(({ payload }) => payload.seq)
  expect(numbers).toEqual(numbers.map((_, index) => index % 256))
}
