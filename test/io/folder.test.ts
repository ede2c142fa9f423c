import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { listFolder } from '../../edge/io/folder.ts'

it.skipIf(process.platform === 'win32')('refuses a link to an image that is not there aloud', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-links-'))
  try {
    await writeFile(path.join(folder, 'a.png'), '')
    await symlink('a.png', path.join(folder, 'b.png'))
    expect(await listFolder(folder)).toEqual(['a.png', 'b.png'])
    await symlink('lost.png', path.join(folder, 'c.PNG'))
    await expect(listFolder(folder)).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
