import { describe, expect, it } from 'vitest'
import { lifeOf, machines, sampleEveryH } from '../../datasets/machines/plant.ts'
import {
  InterventionData,
  LifeCourse,
  type LifeOutcome,
  MachineDetail,
  MachineState,
} from '../../edge/contract/plant.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { nothingHolds } from '../../edge/core/health/machine-alarm.ts'
import { contributorsOf } from '../../edge/core/health/state.ts'
import type { Watch } from '../../edge/core/health/watch.ts'
import { loadCauses } from '../../edge/io/cause-file.ts'
import type { Observed } from '../../edge/io/plant-worker.ts'
import { createMachinePlace, type PlaceTools } from '../../edge/service/machine-place.ts'
import { root } from '../law/source.ts'

const kind = 'stamping-press'
const { sheet } = machines[kind]

/** A forecast that anybody could make: the more the frame gives way, the less is left. */
async function guess(watch: Watch) {
  const spring = contributorsOf(watch).find(({ indicator }) => indicator === 'spring')
  if (!spring || spring.sigmas < 1) return { kind: 'no-trend' as const }
  const medianH = 4000 / spring.sigmas
  return { kind: 'interval' as const, lowH: 0.6 * medianH, medianH, highH: 1.5 * medianH }
}

/** A place whose machines really live; it stops after so many samples. `at` is called before each of them. */
async function live(
  samples: number,
  at: (place: ReturnType<typeof createMachinePlace>, count: number) => void = () => {},
) {
  const drafts: EventDraft[][] = []
  const noted: InterventionData[] = []
  const ended: LifeOutcome[] = []
  let count = 0
  let living: { life: number; samples: Iterator<Observed> } | null = null
  let done: Parameters<PlaceTools['sample']>[2] = []
  const place = createMachinePlace({
    ...{ sheet, everyH: sampleEveryH, causes: loadCauses(root), publish: () => undefined, policies: null },
    forecast: { card: { sha256: 'f'.repeat(64), planUnderH: 300, actUnderH: 100 }, forecast: guess },
    alarms: { measure: () => [] },
    async sample(life, _, now) {
      at(place, count)
      if (count++ >= samples) return undefined
      done = now
      if (living?.life !== life) living = { life, samples: lifeOf({ kind, seed: 7, life }, () => done) }
      const { value, done: isOver } = living.samples.next()
      return isOver ? null : value
    },
    record: async (told) => void drafts.push([...told]),
    draft: (data) => ({ topic: 'condition', runId: 'run-1', item: kind, timeMs: 0, data }),
    note: async (data) => void noted.push(data),
    keep: () => undefined,
    wears: () => undefined,
    ended: (outcome) => ended.push(outcome),
  })
  await place.run()
  return { place, drafts, noted, ended }
}

describe('a place where one machine after another lives', async () => {
  const { place, drafts, ended } = await live(2500)
  const state = MachineState.parse(place.state())
  const detail = MachineDetail.parse(place.detail())

  it('scores every life against its true end, and says how it ended', () => {
    expect(ended.length).toBeGreaterThan(1)
    expect(state.outcomes).toEqual(ended)
    for (const { unit, endedAtH, ending, remainingH, marks } of ended) {
      const truths = [...lifeOf({ kind, seed: 7, life: Number(unit.split('-').at(-1)) })].map(
        ({ truth }) => truth,
      )
      const last = truths.at(-1)
      expect(endedAtH).toBe(last?.ageH)
      expect([ending, remainingH > 0]).toEqual(
        last?.isSudden ? ['sudden', false] : last?.isCensored ? ['as-planned', true] : ['worn-out', false],
      )
      for (const { share } of marks) expect([0.5, 0.75, 0.9]).toContain(share)
    }
  })

  it('keeps the truth to itself while a machine lives', () => {
    expect(detail.present.truth).toBeNull()
    expect(detail.present.unit).toBe(state.unit)
    const { last } = detail
    expect(last?.truth?.failsAtH).toBeGreaterThanOrEqual(last?.truth?.endedAtH ?? 0)
    expect(JSON.stringify(drafts)).not.toMatch(/remainingH|damage|truth/)
  })

  it('shows a bounded course, column by column', () => {
    for (const course of [detail.present, detail.last]) {
      const { ageH, lowH, medianH, highH } = LifeCourse.parse(course)
      expect([lowH.length, medianH.length, highH.length]).toEqual([ageH.length, ageH.length, ageH.length])
      expect(ageH.length).toBeLessThanOrEqual(600)
    }
  })

  it('tells far less than it measures', () => {
    expect(drafts.length).toBeGreaterThan(20)
    expect(drafts.length).toBeLessThan(2500 / 4)
  })
})

describe('hands on a machine', () => {
  it('put a new one in its place, and the life that was left is told', async () => {
    const { place, ended } = await live(260, (now, count) => {
      if (count === 200) void now.intervene('replace', 'viewer')
    })
    expect(ended[0]).toMatchObject({ unit: `${kind}-0`, ending: 'replaced', isMissed: false })
    expect(ended[0]?.remainingH).toBeGreaterThan(0)
    expect(place.state().unit).toBe(`${kind}-1`)
  })

  it('drain its oil until it is served, and stick a sensor until it is freed', async () => {
    const said: boolean[][] = []
    const { noted } = await live(40, (now, count) => {
      if (count === 10) void now.intervene('starve', 'viewer')
      if (count === 12) void now.intervene('stick', 'viewer')
      if (count === 20) void now.intervene('serve', 'viewer')
      if (count === 22) void now.intervene('free', 'viewer')
      if ([5, 15, 30].includes(count)) said.push([now.state().isStarved, now.state().hasStuckSensor])
    })
    expect(said).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ])
    expect(noted.map((data) => InterventionData.parse(data))).toMatchObject([
      { unit: `${kind}-0`, action: 'starve', atH: 11 * sampleEveryH, by: 'viewer' },
      { action: 'stick' },
      { action: 'serve' },
      { action: 'free' },
    ])
  })

  it('make a sensor that lies be seen', async () => {
    const { place } = await live(60, (now, count) => {
      if (count === 30) void now.intervene('stick', 'viewer')
    })
    expect(place.state().condition?.suspects).toEqual(['forceKn'])
  })

  it('overload it: advice comes sooner', async () => {
    const firstAct = async (at: Parameters<typeof live>[1]) => {
      const { drafts } = await live(1200, at)
      const sequence = drafts.flat().find(({ data }) => 'advice' in data && data.advice.level === 'act')?.data
      return sequence && 'clockH' in sequence ? sequence.sequence : Number.POSITIVE_INFINITY
    }
    const alone = await firstAct(undefined)
    const overloaded = await firstAct((now, count) => {
      if (count === 200) void now.intervene('wear', 'viewer')
    })
    expect(overloaded).toBeLessThan(alone)
    expect(overloaded).toBeGreaterThan(200)
  })
})

describe('a machine without a forecast model', () => {
  it('is watched all the same, and nothing is forecast', async () => {
    let left = 200
    const samples = lifeOf({ kind, seed: 7, life: 0 })
    const place = createMachinePlace({
      ...{
        sheet,
        everyH: sampleEveryH,
        causes: loadCauses(root),
        publish: () => undefined,
        forecast: null,
        policies: null,
      },
      alarms: {
        measure: (_, holding) => {
          expect(holding).toEqual(nothingHolds)
          return []
        },
      },
      sample: async () => (left-- > 0 ? samples.next().value : undefined),
      record: async () => undefined,
      draft: (data) => ({ topic: 'condition', runId: 'run-1', item: kind, timeMs: 0, data }),
      note: async () => undefined,
      keep: () => undefined,
      wears: () => undefined,
      ended: () => undefined,
    })
    await place.run()
    expect(place.state()).toMatchObject({ forecastModel: null, limits: null })
    expect(place.state().condition).toMatchObject({ stage: 'SD', forecast: { kind: 'no-trend' } })
  })
})
