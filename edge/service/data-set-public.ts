import path from 'node:path'
import { describeDeepPcb, readDeepPcbLabels, readDeepPcbList } from '../../datasets/readers/deeppcb.ts'
import { type PartDescription, refuseSet } from '../../datasets/readers/description.ts'
import { describeKolektor, isMvtecLayout, pairKolektor } from '../../datasets/readers/kolektor.ts'
import { readMvtec } from '../../datasets/readers/mvtec.ts'
import { isFile, listSet, readSetText, twinsIn } from '../io/data-set-file.ts'
import { readMask } from '../io/data-set-mask.ts'
import type { DescribedSet } from './data-set-capture.ts'
import { described } from './data-set-described.ts'

/**
 * Opens DeepPCB: its folder (`test.txt` is read, never `trainval.txt`), or the list to read.
 *
 * Its only good boards are the templates: defective boards that people mended in the picture. They are taken as good
 * parts, and all images are cut to black and white again, since otherwise the way of storing tells good from bad: every
 * board carries the grey rims of its JPEG, no template does.
 */
export async function openDeepPcb(target: string): Promise<DescribedSet> {
  const isNamed = target.toLowerCase().endsWith('.txt') && (await isFile(target))
  const folder = isNamed ? path.dirname(target) : target
  const list = isNamed ? path.basename(target) : await deepPcbList(folder)
  const parts: PartDescription[] = []
  for (const pair of readDeepPcbList((await readSetText(folder, list)) ?? '', list)) {
    for (const file of [pair.board, pair.template, pair.labels])
      if (!(await isFile(path.join(folder, file)))) refuseSet(pair.where, `${file} is missing`)
    const labels = (await readSetText(folder, pair.labels)) ?? ''
    parts.push(...describeDeepPcb(pair, readDeepPcbLabels(labels, pair.labels)))
  }
  return { ...(await described(folder, parts)), isBinary: true }
}

async function deepPcbList(folder: string): Promise<string> {
  for (const list of ['test.txt', 'PCBData/test.txt']) if (await isFile(path.join(folder, list))) return list
  return refuseSet(folder, 'it holds no test.txt and no PCBData/test.txt')
}

/**
 * Opens KolektorSDD as its authors lay it out, or a copy in the layout of MVTec AD, of which `train/` is not read. In the
 * former a part is defective where its mask holds any pixel, and of two images with the same bytes the first counts:
 * copies of the set hold some physical items twice.
 */
export async function openKolektor(folder: string): Promise<DescribedSet> {
  const listing = await listSet(folder)
  if (isMvtecLayout(listing)) return described(folder, readMvtec(listing))
  const pairs = pairKolektor(listing)
  const twins = new Set<string>()
  const images = pairs.map(({ image }) => image)
  for await (const { name } of twinsIn(folder, images)) twins.add(name)
  const parts: PartDescription[] = []
  for (const pair of pairs.filter(({ image }) => !twins.has(image))) {
    const { data } = await readMask(path.join(folder, pair.mask))
    parts.push(describeKolektor(pair, data.includes(1)))
  }
  return described(folder, parts)
}
