import path from 'node:path'
import { readCoco } from '../../datasets/readers/coco.ts'
import { type PartDescription, refuseSet } from '../../datasets/readers/description.ts'
import { describeFolder } from '../../datasets/readers/folder.ts'
import { readJson } from '../../datasets/readers/json.ts'
import { readMvtec } from '../../datasets/readers/mvtec.ts'
import { readYoloPart, yoloImages, yoloLabelPath, yoloNames } from '../../datasets/readers/yolo.ts'
import type { DataSetKind } from '../contract/data-set.ts'
import { isFile, isFolder, listEnding, listSet, readSetText } from '../io/data-set-file.ts'
import { readYaml } from '../io/yaml.ts'
import type { DescribedSet } from './data-set-capture.ts'
import { described } from './data-set-described.ts'
import { openDeepPcb, openKolektor } from './data-set-public.ts'

/** Reads and checks the labels of a public format below a folder. */
export const openForeignSet: Readonly<Record<DataSetKind, (target: string) => Promise<DescribedSet>>> = {
  mvtec: async (folder) => described(folder, readMvtec(await listSet(folder))),
  folder: async (folder) => described(folder, describeFolder(await listSet(folder))),
  coco: openCoco,
  yolo: openYolo,
  deeppcb: openDeepPcb,
  kolektorsdd: openKolektor,
}

async function openCoco(target: string): Promise<DescribedSet> {
  const isNamed = target.toLowerCase().endsWith('.json') && (await isFile(target))
  const above = path.dirname(target)
  const folder = isNamed ? (path.basename(above) === 'annotations' ? path.dirname(above) : above) : target
  const images = await listSet(folder)
  const file = isNamed ? path.relative(folder, target).replaceAll(path.sep, '/') : await cocoFileIn(folder)
  const { parts, classes } = readCoco(readJson((await readSetText(folder, file)) ?? '', file), file, images)
  return described(folder, parts, classes)
}

/** The one file of annotations; of several, that of the test set, else of the validation set. */
async function cocoFileIn(folder: string): Promise<string> {
  const files = (await listEnding(folder, '.json')).filter((file) => {
    const isAlone = !file.includes('/') && file !== 'data-card.json'
    return isAlone || /^(annotations|test|valid?)\/[^/]+$/.test(file)
  })
  const [file, ...others] = files
  if (file === undefined) return refuseSet(folder, 'it holds no annotations.json and no annotations/*.json')
  if (others.length === 0) return file
  const found = [/test/, /val/].map((word) => files.filter((one) => word.test(one)))
  const [only] = found.find((some) => some.length === 1) ?? []
  return only ?? refuseSet(folder, `it holds ${files.join(', ')}; name the one to read, as coco:<file>`)
}

async function openYolo(folder: string): Promise<DescribedSet> {
  const { room, images } = yoloImages(await listSet(folder))
  if (images.length === 0) refuseSet(folder, 'it holds no image in images/ or test/images/')
  const labels = yoloLabelPath(`${room}x`).slice(0, -'/x.txt'.length)
  if (!(await isFolder(path.join(folder, labels)))) refuseSet(folder, `it has no folder ${labels}`)
  const names = await yoloClasses(folder)
  const byLabel = new Map<string, string>()
  const parts: PartDescription[] = []
  for (const image of images) {
    const file = yoloLabelPath(image)
    const first = byLabel.get(file)
    if (first) refuseSet(image, `it was there already as ${first}; a part counts once`)
    byLabel.set(file, image)
    parts.push(readYoloPart(image, await readSetText(folder, file), names))
  }
  const orphan = (await listEnding(path.join(folder, labels), '.txt')).find(
    (file) => !byLabel.has(`${labels}/${file}`) && path.basename(file) !== 'classes.txt',
  )
  if (orphan) refuseSet(`${labels}/${orphan}`, 'these labels belong to no image')
  return described(folder, parts, [...names.values()])
}

async function yoloClasses(folder: string): Promise<Map<number, string>> {
  for (const file of ['data.yaml', 'data.yml', 'dataset.yaml']) {
    const text = await readSetText(folder, file)
    if (text === null) continue
    const names = yoloNames(readYaml(text, file).value)
    return names ?? refuseSet(file, 'it holds no names of the classes')
  }
  for (const file of ['classes.txt', 'labels/classes.txt']) {
    const lines = (await readSetText(folder, file))?.split(/\r?\n/).map((line) => line.trim())
    if (lines) return new Map([...lines.entries()].filter(([, name]) => name !== ''))
  }
  return refuseSet(folder, 'neither a data.yaml nor a classes.txt names the classes')
}
