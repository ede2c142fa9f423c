import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { claimFolder } from '../../edge/io/book.ts'
import { makeWritable } from '../../edge/io/data-folder.ts'

it('a data folder is made level by level, and keeps no trace of the trial', async () => {
  const top = await mkdtemp(path.join(tmpdir(), 'jidoka 数据 '))
  const folder = path.join(top, 'a', 'b')
  makeWritable(folder)
  makeWritable(folder)
  expect(existsSync(folder)).toBe(true)
  expect(existsSync(path.join(folder, '.write-probe'))).toBe(false)
  await rm(top, { recursive: true })
})

it('a data folder belongs to one service at a time', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka 数据 '))
  const release = claimFolder(folder)
  expect(() => claimFolder(folder)).toThrow(expect.objectContaining({ code: 'FOLDER_IN_USE' }))
  release()
  claimFolder(folder)()
  await rm(folder, { recursive: true })
})
