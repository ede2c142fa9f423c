import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { encodePng } from '../../edge/io/image.ts'
import { gatherGood, mostAtOnce } from '../../edge/service/good-images.ts'
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

it('says what a photograph loses when the model sees it much smaller, and nothing where it loses little', async () => {
  const folder = await temporaryFolder('good-images')
  onTestFinished(() => removeFolder(folder))
  const [width, height] = [800, 400]
  const files = await Promise.all(
    Array.from({ length: 12 }, async (_, number) => {
      const file = path.join(folder, `part-${number}.png`)
      const rng = rngFromSeed(number)
      const data = Uint8Array.from({ length: width * height }, () => 100 + 40 * rng.next())
      await writeFile(file, await encodePng({ width, height, channels: 1, data }))
      return file
    }),
  )
  const small = await gatherGood(files, 160, () => {})
  expect(small.warnings[0]).toBe(
    '800 × 400 pixels are seen as 320 × 160: a mark smaller than 5 pixels of the photograph may be lost; a larger --size sees more, and takes longer.',
  )
  expect((await gatherGood(files, 400, () => {})).warnings).toEqual([])
})
