import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState, ErrorBody } from '../../edge/contract/api.ts'
import { AuditEntry } from '../../edge/contract/audit.ts'
import { DeskState } from '../../edge/contract/review.ts'
import { WorkbenchLook, WorkbenchState } from '../../edge/contract/workbench.ts'
import { encodePng } from '../../edge/io/image.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('workbench')
  await mkdir(path.join(data, 'workbench'))
  await writeFile(path.join(data, 'workbench', '000001.png'), 'left by a run that was killed')
  service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const url = '/api/v1/workbench'
const ask = (method: string, where: string, body?: BodyInit, type = 'application/json') =>
  fetch(`${service.url}${url}${where}`, {
    ...{ method, ...(body !== undefined && { body }) },
    headers: { cookie: service.cookie, ...(body !== undefined && { 'content-type': type }) },
  })
const stateOf = async (answer: Response) => WorkbenchState.parse(await answer.json())
const refusalOf = async (answer: Response) => ErrorBody.parse(await answer.json()).code
const json = (value: unknown) => JSON.stringify(value)

/** Asked again until it is as wanted. */
async function until(
  isWanted: (state: WorkbenchState) => boolean | Promise<boolean>,
): Promise<WorkbenchState> {
  for (;;) {
    const state = await stateOf(await ask('GET', ''))
    if (await isWanted(state)) return state
    await sleep(100)
  }
}

/** A grey strip with grain that the seed decides, and a broad white bar where it is broken. */
const strip = (seed: number, isBroken = false) => {
  let state = seed
  const data = Uint8Array.from({ length: 128 * 128 }, (_, at) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const [x, y] = [at % 128, Math.floor(at / 128)]
    if (isBroken && Math.abs(x - y) < 6) return 255
    return 110 + 20 * Math.sin(x / 9) + (state >> 20) / 200
  })
  return encodePng({ width: 128, height: 128, channels: 1, data })
}
const give = async (picture: Buffer, where = '/images') =>
  ask('POST', where, new Uint8Array(picture), 'image/png')

describe('the workbench', () => {
  it('begins with nothing of an earlier run', () => {
    expect(existsSync(path.join(data, 'workbench'))).toBe(false)
  })

  it('answers nobody who may not teach', async () => {
    expect((await fetch(`${service.url}${url}`)).status).toBe(401)
  })

  it('refuses what is no picture, and a look before anything is learnt', async () => {
    expect(await refusalOf(await ask('POST', '/images', 'no picture', 'image/png'))).toBe('IMAGE_UNREADABLE')
    expect((await ask('POST', '/images', '{}')).status).toBe(400)
    const half = (await strip(1)).subarray(0, 200)
    expect(await refusalOf(await give(half))).toBe('IMAGE_UNREADABLE')
    expect((await give(await strip(1), '/look')).status).toBe(404)
    expect((await ask('GET', '/images/99')).status).toBe(404)
    expect((await stateOf(await ask('GET', ''))).images).toEqual([])
  })

  it('takes parts that the line passes, shows them, and lets them go', async () => {
    expect((await stateOf(await ask('PUT', '/collection', json({ parts: 3 })))).collecting).toEqual({
      ...{ wanted: 3, found: 0, from: 'line' },
    })
    const { images, collecting } = await until((state) => state.images.length === 3 && !state.collecting)
    expect([images.map(({ source }) => source), collecting]).toEqual([['line', 'line', 'line'], null])
    const [first] = images
    const picture = await ask('GET', `/images/${first?.id}`)
    expect([picture.headers.get('content-type'), (await picture.arrayBuffer()).byteLength > 1000]).toEqual([
      'image/png',
      true,
    ])
    expect((await stateOf(await ask('DELETE', `/images/${first?.id}`))).images).toHaveLength(2)
    expect((await stateOf(await ask('DELETE', '/images'))).images).toEqual([])
  })

  it('takes a part that a person passes at the review desk, and none that is refused', async () => {
    await service.put('/api/v1/condition', { lampLevel: 0.5 })
    const desk = async () => DeskState.parse(await (await service.get('/api/v1/desk')).json())
    await until(async () => (await desk()).waiting.length > 1)
    await service.put('/api/v1/condition', { lampLevel: 1 })
    await ask('PUT', '/collection', json({ parts: 1, from: 'desk' }))
    const decide = async (part: number, decision: string) => {
      const { partId } = (await desk()).waiting[part] ?? { partId: '' }
      return fetch(`${service.url}/api/v1/parts/${partId}/review`, {
        ...{ method: 'POST', body: json({ decision }) },
        headers: { cookie: service.cookie, 'content-type': 'application/json' },
      })
    }
    expect((await decide(0, 'NotOK')).status).toBe(200)
    expect((await stateOf(await ask('GET', ''))).collecting).toEqual({ wanted: 1, found: 0, from: 'desk' })
    expect((await decide(0, 'OK')).status).toBe(200)
    const { images } = await until((state) => state.images.length > 0 && !state.collecting)
    expect(images.map(({ source }) => source)).toEqual(['desk'])
    await ask('DELETE', '/images')
  })

  it('says why nothing is learnt: too few, and a name of the house', async () => {
    await give(await strip(1))
    await ask('POST', '/model', json({ name: 'mine' }))
    const few = await until((state) => state.learning === null)
    expect(few.problem).toMatch(/^DATASET_INVALID: 1 different images .* at least 8/)
    await ask('POST', '/model', json({ name: 'pcb' }))
    expect((await until((state) => state.learning === null)).problem).toMatch(/^USAGE: There is a model pcb/)
    expect((await ask('POST', '/model', json({ name: '../x' }))).status).toBe(400)
  })

  it('learns, tells a broken part from a good one, keeps no picture of them, and learns the same again', async () => {
    for (let seed = 2; seed <= 10; seed++) await give(await strip(seed))
    for (let round = 0; round < 2; round++) {
      await ask('POST', '/model', json({ name: 'mine' }))
      const { taught, borders, problem } = await until((state) => state.learning === null)
      expect([problem, taught?.model, taught?.images]).toEqual([null, 'mine', 10])
      expect(borders.find(({ border }) => border === 0.5)?.of).toBe(taught?.scores.length)
    }
    const look = async (picture: Buffer) => WorkbenchLook.parse(await (await give(picture, '/look')).json())
    const [good, broken] = [await look(await strip(50)), await look(await strip(51, true))]
    expect(broken.score).toBeGreaterThan(good.score)
    expect(Buffer.from(broken.heat.levels, 'base64')).toHaveLength(64)
    expect((await stateOf(await ask('GET', ''))).images).toHaveLength(10)
    expect(existsSync(path.join(data, 'models', 'mine', 'model.onnx'))).toBe(true)
  })

  it('lets the running line inspect by it, loses no part over that, and goes back', async () => {
    const state = async () => BoardState.parse(await (await service.get('/api/v1/state')).json())
    const own = (await state()).run.model
    const turns = [
      { isTaught: true, onLine: 'mine', model: 'mine' },
      { isTaught: false, onLine: null, model: own.name },
    ]
    for (const { isTaught, onLine, model } of turns) {
      const answered = await ask('PUT', '/line', json({ isTaught }))
      expect((await stateOf(answered)).onLine).toBe(onLine)
      const { run, thresholds } = await state()
      expect([run.model.name, thresholds.isOfCard, thresholds.by]).toEqual([model, true, 'viewer'])
      const { fromSequence } = thresholds
      const around = async () => (await state()).recent.filter((part) => part.sequence >= fromSequence - 3)
      await until(async () => (await around()).some((part) => part.sequence > fromSequence + 3))
      const parts = await around()
      expect(parts.map((part) => part.sequence)).toEqual(
        parts.map((_, at) => Math.max(0, fromSequence - 3) + at),
      )
      for (const { sequence, internalRecipeId, score } of parts) {
        const isNew = internalRecipeId.endsWith(run.model.sha256.slice(0, 12))
        expect([sequence, isNew, score !== null]).toEqual([sequence, sequence >= fromSequence, true])
      }
    }
    const trail = await readFile(path.join(data, 'audit.jsonl'), 'utf8')
    const entries = trail
      .trim()
      .split('\n')
      .map((line) => AuditEntry.parse(JSON.parse(line)))
    expect(entries.filter(({ kind }) => kind === 'model').map(({ about }) => about.onLine)).toEqual([
      'mine',
      null,
    ])
  })

  it('leaves none of its pictures behind', async () => {
    await service.stop()
    expect(existsSync(path.join(data, 'workbench'))).toBe(false)
  })
})
