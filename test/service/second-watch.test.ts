import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Log } from '../../edge/contract/port.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { createLog } from '../../edge/io/log.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { startInspectors } from '../../edge/service/inspectors.ts'
import { createSecondWatch } from '../../edge/service/second-watch.ts'
import { createTelemetry, secondLooksOf } from '../../edge/service/telemetry.ts'
import {
  doubtfulCard,
  firstModelPath,
  frameWith,
  type LookPool,
  sharpen,
  startFar,
  startLookPool,
  token,
} from '../io/second-look-stand.ts'

let pool: LookPool
beforeAll(async () => {
  pool = await startLookPool()
})
afterAll(() => pool?.close())

/** A log that keeps its words. */
function keptLog() {
  const said: unknown[] = []
  const note = (message: string, fields: unknown) => void said.push([message, fields])
  return { said, log: { debug: note, info: note, warn: note, error: note } as Log }
}

describe('a line whose second looks are taken on another host', () => {
  it('goes on when that host dies, and is helped again when it is back', async () => {
    let far = await startFar(pool, { token })
    const second = { ...sharpen, far: { url: far.url, token, timeoutMs: 20_000 } }
    const plan = { modelPath: firstModelPath, card: doubtfulCard, second }
    const inspectors = await startInspectors(plan, 2, path.resolve(inject('edgeFolder')), createLog('silent'))
    const secondOf = async (level: number) => {
      const image = frameWith(level)
      const { sights } = await inspectors.ask(image, [image.data.buffer])
      return sights[0]?.second
    }
    const all = (level: number) => Promise.all([level, level, level, level].map(secondOf))
    expect(await all(153)).toEqual(new Array(4).fill('done'))
    await far.close()
    expect(await all(153)).toEqual(new Array(4).fill('missing'))
    expect(await all(20)).toEqual(new Array(4).fill(undefined))
    far = await startFar(pool, { token, port: far.port })
    await expect.poll(() => all(153), { timeout: 30_000 }).toEqual(new Array(4).fill('done'))
    await inspectors.close()
    await far.close()
  })
})

describe('the watch over the host that looks again', () => {
  it('says once that it is lost and why, and once that it is back', async () => {
    const far = await startFar(pool, { token })
    const { said, log } = keptLog()
    const second = { ...sharpen, far: { url: far.url, token: '', timeoutMs: 50 } }
    const watch = createSecondWatch(second, createSimulatedClock(0), log)
    const tick = (answered: number, missing: number) => watch.tick({ answered, missing })
    await tick(3, 0)
    await tick(0, 0)
    expect(said).toEqual([])
    await tick(2, 1)
    await tick(0, 5)
    // One thread has found it again, the other not yet.
    await tick(4, 1)
    await tick(0, 0)
    expect(said).toEqual([
      [expect.stringContaining('does not answer'), { url: far.url, cause: 'it refused the token' }],
    ])
    await tick(1, 0)
    await tick(7, 0)
    expect(said.slice(1)).toEqual([[expect.stringContaining('again answers'), { url: far.url }]])
    await far.close()
  })

  it('is silent where all looking is done here', async () => {
    const { said, log } = keptLog()
    await createSecondWatch(sharpen, createSimulatedClock(0), log).tick({ answered: 0, missing: 3 })
    await createSecondWatch(null, createSimulatedClock(0), log).tick({ answered: 0, missing: 3 })
    expect(said).toEqual([])
  })
})

describe('second looks are counted', () => {
  const sight = {
    x: 0,
    y: 0,
    score: 0.5,
    defects: [],
    features: [],
    peak: { x: 0, y: 0 },
    heat: { width: 1, height: 1, data: Float32Array.of(0) },
  }
  const seen = (...seconds: ('done' | 'missing' | undefined)[]) =>
    ({ kind: 'seen', sights: seconds.map((second) => ({ ...sight, second })) }) as const

  it('one for each tile that was in doubt, none for what nobody saw', () => {
    expect(secondLooksOf(seen('done', undefined, 'missing', 'done'))).toEqual([
      'answered',
      'missing',
      'answered',
    ])
    expect(secondLooksOf(seen(undefined))).toEqual([])
    expect(secondLooksOf({ kind: 'late', detail: '' })).toEqual([])
  })

  it('for Prometheus by their outcome', async () => {
    const metrics = createMetrics()
    for (const outcome of secondLooksOf(seen('done', 'missing', 'done'))) metrics.countSecondLook(outcome)
    const text = await metrics.expose()
    expect(text).toContain('jidoka_second_looks_total{outcome="answered"} 2')
    expect(text).toContain('jidoka_second_looks_total{outcome="missing"} 1')
  })

  it('in the figures of each second, anew', () => {
    const telemetry = createTelemetry(createSimulatedClock(0), 100)
    const times = { enteredMs: 0, queueMs: 0, preprocessMs: 0, inferMs: 0, readMs: 0 }
    const image = frameWith(0)
    const frame = { line: 'l', partId: 'p', sequence: 0, capturedAtMs: 0, isSimulated: true, image }
    const inspection = {
      ...{ line: 'l', partId: 'p', sequence: 0, isSimulated: true, score: 0.5, detail: '', defects: [] },
      ...({ evaluation: 'NotDecidable', reason: 'between-thresholds' } as const),
    }
    telemetry.observe({
      looked: {
        capture: { frame, truth: { isDefective: null, marks: [] }, mask: null },
        look: { ...times, image, seen: seen('done', 'missing') },
      },
      ...{ inspection, decideMs: 0, latencyMs: 0 },
    })
    const load = { eventLoopDelayMs: { p50: 0, p99: 0 }, residentMb: 0, outboxDepth: 0 }
    expect(telemetry.kpi(load).secondLooks).toEqual({ answered: 1, missing: 1 })
    expect(telemetry.kpi(load).secondLooks).toEqual({ answered: 0, missing: 0 })
  })
})
