import { expect, it } from 'vitest'
import { encodePng, imageOf, resizeImage } from '../../edge/io/image.ts'

/** 400 of them are 315 MB, twice. */
const pictures = 400
const side = 512

it('pictures that were read and resized leave the memory again', async () => {
  const data = Uint8Array.from({ length: 3 * side * side }, (_, at) => (at * 2_654_435_761) >>> 24)
  const bytes = await encodePng({ width: side, height: side, channels: 3, data })
  const lookAt = async () => resizeImage(await imageOf(bytes, 'it', { channels: 3 }), side, side)
  for (let warm = 0; warm < 20; warm++) await lookAt()
  const before = process.memoryUsage().rss
  for (let picture = 0; picture < pictures; picture++) await lookAt()
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(250)
})
