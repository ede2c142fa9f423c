import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRunNote, removeRunNote, writeRunNote } from '../../edge/io/run-note.ts'

const note = {
  httpUrl: 'http://127.0.0.1:1',
  mqttUrl: 'mqtt://127.0.0.1:2',
  viewerUser: 'viewer',
  viewerPassword: 'p',
}
let folder = ''
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka-note-'))
})
afterEach(() => fs.rm(folder, { recursive: true, force: true }))

describe('the note of a running service', () => {
  it('comes back as it was written, until it is removed', () => {
    expect(readRunNote(folder)).toBeNull()
    writeRunNote(folder, { ...note, viewerPassword: 'an older one' })
    writeRunNote(folder, note)
    expect(readRunNote(folder)).toEqual(note)
    removeRunNote(folder)
    expect(readRunNote(folder)).toBeNull()
  })

  it('is readable by its user alone, and lies there without drafts', async () => {
    writeRunNote(folder, note)
    expect(await fs.readdir(folder)).toEqual(['run.json'])
    if (process.platform !== 'win32')
      expect((await fs.stat(path.join(folder, 'run.json'))).mode & 0o777).toBe(0o600)
  })

  it('counts as none when it is broken', async () => {
    await fs.writeFile(path.join(folder, 'run.json'), '{"httpUrl":')
    expect(readRunNote(folder)).toBeNull()
  })
})
