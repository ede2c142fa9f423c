import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Image } from '../../edge/contract/part.ts'
import { TeachFinding } from '../../edge/contract/teach.ts'
import { auroc } from '../../edge/core/quality/auroc.ts'
import { withChannels } from '../../edge/core/vision/channel.ts'
import { listFolder } from '../../edge/io/folder.ts'
import { encodePng, readImage } from '../../edge/io/image.ts'
import { openInspector } from '../../edge/io/inspector.ts'
import { loadModel } from '../../edge/io/model.ts'
import { runJidoka } from '../edge/process.ts'

export const poisonShares = [0, 0.05, 0.1, 0.2] as const

/** What a folder of good images with some defective ones among them taught. */
export interface Poisoned {
  readonly poison: number
  readonly images: number
  /** Files that `teach` leaves out, and how many of them are the defective ones. */
  readonly suspects: number
  readonly suspectsRight: number
  /** On other parts. */
  readonly auroc: number
}

export interface Pictures {
  readonly good: readonly Image[]
  readonly defective: readonly Image[]
}

const mostPoison = Math.max(...poisonShares)

/** Photographs in the layout of MVTec: taught with `train/good`, poisoned with some of the defects of `test`, examined on the rest. */
export async function photographs(folder: string): Promise<{ lesson: Pictures; exam: Pictures }> {
  const read = async (place: string) => {
    const pictures: Image[] = []
    for (const file of (await listFolder(path.join(folder, place))).toSorted())
      pictures.push(await readImage(path.join(folder, place, file), { channels: 3 }))
    return pictures
  }
  const [taught, good] = [await read('train/good'), await read('test/good')]
  const kinds = (await readdir(path.join(folder, 'test'))).filter((kind) => kind !== 'good').toSorted()
  const defective: Image[] = []
  for (const kind of kinds) defective.push(...(await read(`test/${kind}`)))
  const poison = Math.round(mostPoison * taught.length)
  return {
    lesson: { good: taught, defective: defective.slice(0, poison) },
    exam: { good, defective: defective.slice(poison) },
  }
}

/** Teaches from so many images, as a person would, with a share of defective ones among them. */
export async function teachPoisoned(
  root: string,
  share: number,
  images: number,
  lesson: Pictures,
  exam: Pictures,
): Promise<Poisoned> {
  const stand = await mkdtemp(path.join(os.tmpdir(), 'jidoka-poison-'))
  try {
    const poison = Math.round(share * images)
    const folder = path.join(stand, 'photographs')
    await mkdir(folder)
    const taken = [...lesson.defective.slice(0, poison), ...lesson.good.slice(0, images - poison)]
    for (const [at, image] of taken.entries()) {
      const name = `${at < poison ? 'poison' : 'good'}-${String(at).padStart(3, '0')}.png`
      await writeFile(path.join(folder, name), await encodePng(image))
    }
    const taught = await runJidoka(['teach', folder, '--name', 'taught', '--json'], {
      cwd: root,
      env: { JIDOKA_DATA: path.join(stand, 'data') },
    })
    if (taught.exitCode !== 0) throw new Error(taught.err)
    const finding = TeachFinding.parse(JSON.parse(taught.out.trim().split('\n').at(-1) ?? ''))
    const suspectsRight = finding.suspects.filter((file) => path.basename(file).startsWith('poison')).length
    const area = await examine(root, finding.path, exam)
    return { poison, images, suspects: finding.suspects.length, suspectsRight, auroc: area }
  } finally {
    await rm(stand, { recursive: true, force: true })
  }
}

async function examine(root: string, modelPath: string, { good, defective }: Pictures): Promise<number> {
  const inspector = await openInspector(await loadModel(modelPath, { root }), 1)
  try {
    const scored: { readonly score: number; readonly isDefective: boolean }[] = []
    for (const image of [...good, ...defective]) {
      const { score } = await inspector.inspect(withChannels(image, inspector.channels))
      scored.push({ score: score ?? 0, isDefective: defective.includes(image) })
    }
    return auroc(scored)
  } finally {
    await inspector.close()
  }
}
