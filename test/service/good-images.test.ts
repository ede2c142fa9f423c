import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { encodePng } from '../../edge/io/image.ts'
import { mostAtOnce } from '../../edge/service/good-images.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

it('images are learnt from at once as many as fit in memory: fewer of large ones, never more than 2,000', async () => {
  const folder = await temporaryFolder('good-images')
  onTestFinished(() => removeFolder(folder))
  const file = path.join(folder, 'part.png')
  const [width, height] = [1024, 1024]
  await writeFile(file, await encodePng({ width, height, channels: 1, data: new Uint8Array(width * height) }))
  expect(await mostAtOnce(file, 'auto')).toBe(2000)
  expect(await mostAtOnce(file, 512)).toBe(1029)
  expect(await mostAtOnce(file, 1024)).toBe(257)
})
