import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { lifeOf } from '../../datasets/machines/plant.ts'
import type { Intervention } from '../../edge/contract/plant.ts'
import type { Observed, SampleOrder } from '../../edge/io/plant-worker.ts'
import { createWorkerPool, type WorkerPool } from '../../edge/io/worker-pool.ts'
import { startForecasts } from '../../edge/service/forecasts.ts'
import { keptLog, lines } from '../broker/local-broker.ts'

const edge = path.resolve(inject('edgeFolder'))
let pool: WorkerPool<SampleOrder, Observed | null>
beforeAll(async () => {
  const file = path.join(edge, 'plant-worker.mjs')
  pool = createWorkerPool({ file, count: 1, workerData: null, log: keptLog })
  await pool.ready
})
afterAll(() => pool.close())

const kind = 'mill-spindle'
const done: readonly Intervention[] = [{ atH: 20, action: 'stick' }]
const ask = (sequence: number, life = 0) => pool.ask({ kind, seed: 7, life, sequence, done }, [])
const lived = [...lifeOf({ kind, seed: 7, life: 0 }, () => done)]

describe('the thread that lives machines', () => {
  it('gives a sample for an order, whatever was asked before: a thread that died has lost nothing', async () => {
    for (const sequence of [0, 1, 2, 15, 3, 3, 16]) expect(await ask(sequence)).toEqual(lived[sequence])
  })

  it('keeps lives apart, and says when one is over', async () => {
    const other = [...lifeOf({ kind, seed: 7, life: 1 }, () => done)]
    expect(await ask(4, 1)).toEqual(other[4])
    expect(await ask(lived.length - 1)).toEqual(lived.at(-1))
    expect(await ask(lived.length)).toBeNull()
  })
})

describe('a forecast model that is missing', () => {
  it('is said plainly, once, and nothing is forecast', async () => {
    const forecasts = startForecasts({ modelKey: '', root: path.join(edge, 'nowhere'), edge, log: keptLog })
    expect(await forecasts.open('camera-lamp')).toBeNull()
    await forecasts.close()
    const said = lines.filter((line) => line.startsWith('no forecast for this machine'))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('MODEL_MISSING')
  })
})
