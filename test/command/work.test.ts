import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { openFarEye } from '../../edge/io/second-eye-far.ts'
import { launcher, runJidoka } from '../edge/process.ts'
import { crops, sharpen, sharpenCard, token } from '../io/second-look-stand.ts'

let folder = ''
let model = ''
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka work 工 '))
  model = await modelIn('sharpen', sharpenCard)
})
afterAll(() => fs.rm(folder, { recursive: true, force: true, maxRetries: 3 }))

async function modelIn(name: string, card: unknown): Promise<string> {
  const place = path.join(folder, name)
  await fs.mkdir(place)
  await fs.copyFile(sharpen.modelPath, path.join(place, 'model.onnx'))
  await fs.writeFile(path.join(place, 'card.json'), JSON.stringify(card))
  return path.join(place, 'model.onnx')
}

/** A worker as a person would start it, once it says where it is. */
async function startWork(port: number) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('JIDOKA_'))
  const env = { ...Object.fromEntries(inherited), JIDOKA_SECOND_LOOK_TOKEN: token }
  const args = [launcher, 'work', '--port', String(port), '--workers', '1', '--model', model]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text
      if (said.err.includes('Ctrl-C ends it.')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.err}`)))
  })
  const url = / on (http:\S+?),/.exec(said.err)?.[1] ?? ''
  return { said, url, end: (signal: NodeJS.Signals) => end(child, signal, ended) }
}

function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<number | null>) {
  child.kill(signal)
  return ended
}

describe('jidoka work', () => {
  it('says in one line what it does and where, without its token, and looks again until it is told to end', async () => {
    const worker = await startWork(0)
    const eye = await openFarEye(
      sharpenCard,
      { url: worker.url, token, timeoutMs: 50 },
      createSimulatedClock(0),
    )
    expect(await eye.look(crops, 2)).toHaveLength(2 * 3 * 64)
    expect(await worker.end('SIGTERM')).toBe(0)
    expect(worker.said.out).toBe('')
    expect(worker.said.err).toMatch(/^Second looks with sharpen \(sha256 [0-9a-f]{12}…\) on http:[^\n]+\n$/)
    expect(worker.said.err).not.toContain(token)
  })

  it('killed in the middle of its work, it is missed; started again, it is found again', async () => {
    const clock = createSimulatedClock(0)
    const worker = await startWork(0)
    const eye = await openFarEye(sharpenCard, { url: worker.url, token, timeoutMs: 50 }, clock)
    const before = await eye.look(crops, 2)
    await worker.end('SIGKILL')
    expect(await eye.look(crops, 2)).toBeNull()
    const next = await startWork(Number(new URL(worker.url).port))
    clock.advanceTo(1000)
    expect(await eye.look(crops, 2)).toEqual(before)
    expect(await next.end('SIGINT')).toBe(0)
  })
})

describe('jidoka work refuses', () => {
  const refusals: readonly (readonly [string, () => Promise<readonly string[]>, RegExp])[] = [
    [
      'other hosts without a token',
      async () => ['--host', '0.0.0.0', '--model', model],
      /^CONFIG_INVALID: secondLookToken is not set/,
    ],
    ['a port that is none', async () => ['--port', '99999'], /^USAGE: 99999 is no port/],
    ['a model that is not there', async () => ['--model', 'nobody'], /^MODEL_MISSING: /],
    [
      'a card of another kind',
      async () => ['--model', await modelIn('small', { name: 'small', sha256: 'x' })],
      /^CARD_INVALID: .*card.json is not valid: description/,
    ],
    [
      'a card of another model',
      async () => ['--model', await modelIn('other', { ...sharpenCard, sha256: '0'.repeat(64) })],
      /^MODEL_HASH_MISMATCH: /,
    ],
    [
      'a card that does not fit its model',
      async () => ['--model', await modelIn('unfit', { ...sharpenCard, classes: ['a', 'b'] })],
      /^CARD_INVALID: The card of sharpen does not fit /,
    ],
  ]
  it.each(refusals)('%s, in one line with exit code 2', async (_, argumentsOf, line) => {
    const { exitCode, out, err } = await runJidoka(['work', '--port', '0', ...(await argumentsOf())])
    expect({ exitCode, out, lines: err.trimEnd().split('\n').length }, err).toEqual({
      exitCode: 2,
      out: '',
      lines: 1,
    })
    expect(err).toMatch(line)
  })

  it('a token that could be guessed', async () => {
    const { exitCode, err } = await runJidoka(['work'], { env: { JIDOKA_SECOND_LOOK_TOKEN: 'secret' } })
    expect(exitCode).toBe(2)
    expect(err).toMatch(/^CONFIG_INVALID: secondLookToken \(JIDOKA_SECOND_LOOK_TOKEN\): expected 16/)
    expect(err).not.toMatch(/\bsecret\b/)
  })
})
