import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState } from '../../edge/contract/api.ts'
import { startJidoka, temporaryFolder } from '../flow/running.ts'
import { root } from '../law/source.ts'

let scratch = ''
beforeAll(async () => {
  scratch = await temporaryFolder('bundle')
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

async function bundle(...args: string[]) {
  const child = spawn(process.execPath, [path.join(root, 'edge/deploy/bundle.mjs'), ...args])
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const [exitCode] = await once(child, 'close')
  return { exitCode, err }
}

describe('npm run bundle', () => {
  it('makes a folder that runs the line and the board, with nothing of this clone within reach', async () => {
    const out = path.join(scratch, 'a stick')
    expect(await bundle('--out', out)).toMatchObject({ exitCode: 0 })
    const launcher = path.join(out, 'jidoka.mjs')
    const service = await startJidoka({ data: path.join(scratch, 'data'), launcher })
    try {
      const page = await service.get('/')
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="board"')])
      for await (const { topic } of service.results()) if (topic === 'result') break
      const { run } = BoardState.parse(await (await service.get('/api/v1/state')).json())
      expect(run.line).toBe('steel-strip')
    } finally {
      expect(await service.stop()).toBe(0)
    }
    expect(await bundle('--out', out)).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('is there already'),
    })
  }, 120_000)

  it('says what is wrong with what was asked for', async () => {
    expect((await bundle()).err).toContain('--out <folder> is missing')
    expect((await bundle('--out', path.join(scratch, 'b'), '--for', 'amiga')).err).toContain('--for amiga')
  })
})
