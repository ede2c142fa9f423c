import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { JidokaError } from '../../edge/contract/error.ts'
import type { Evaluation } from '../../edge/contract/inspection.ts'
import type { Capture } from '../../edge/contract/part.ts'
import { withChannels } from '../../edge/core/vision/channel.ts'
import { openInspector } from '../../edge/io/inspector.ts'
import { loadModel } from '../../edge/io/model.ts'
import { type Tally, tallyOf } from './tally.ts'

export interface Swaps {
  /** Other models put under the line's name, its card left; and the line's own with one bit turned. */
  readonly tried: number
  readonly refused: number
  /** What the last of the other models says of the line's good parts where its card was swapped too. */
  readonly withCard: { readonly model: string; readonly good: Tally; readonly defective: Tally }
}

/** Puts what is not the line's model under its name. */
export async function trySwaps(
  root: string,
  line: string,
  others: readonly string[],
  parts: { readonly good: readonly Capture[]; readonly defective: readonly Capture[] },
): Promise<Swaps> {
  const stand = await mkdtemp(path.join(os.tmpdir(), 'jidoka-swap-'))
  try {
    const place = path.join(stand, 'models', line)
    await mkdir(place, { recursive: true })
    await copyFile(path.join(root, 'models', line, 'card.json'), path.join(place, 'card.json'))
    const own = await readFile(path.join(root, 'models', line, 'model.onnx'))
    own[own.length >> 1] = (own[own.length >> 1] ?? 0) ^ 1
    const files = [
      own,
      ...(await Promise.all(others.map((name) => readFile(path.join(root, 'models', name, 'model.onnx'))))),
    ]
    let refused = 0
    for (const file of files) {
      await writeFile(path.join(place, 'model.onnx'), file)
      const code = await loadModel(line, { root: stand }).then(
        () => null,
        (error: unknown) => (error instanceof JidokaError ? error.code : 'crashed'),
      )
      if (code === 'MODEL_HASH_MISMATCH') refused++
    }
    return { tried: files.length, refused, withCard: await swapBoth(root, line, others, parts) }
  } finally {
    await rm(stand, { recursive: true, force: true })
  }
}

/** Model and card of another line: the hashes fit, and only the pictures tell. */
async function swapBoth(
  root: string,
  line: string,
  others: readonly string[],
  parts: Parameters<typeof trySwaps>[3],
) {
  const channels = parts.good[0]?.frame.image.channels
  const models = await Promise.all(others.map((name) => loadModel(name, { root })))
  const model = models.find(({ card }) => card?.input.channels === channels) ?? models[0]
  if (!model) throw new Error(`there is no other model than that of ${line}`)
  const inspector = await openInspector(model, 1)
  const verdicts = async (captures: readonly Capture[]) => {
    const evaluations: Evaluation[] = []
    for (const { frame } of captures) {
      const image = withChannels(frame.image, inspector.channels)
      evaluations.push((await inspector.inspect(image)).evaluation)
    }
    return tallyOf(evaluations)
  }
  try {
    const [good, defective] = [await verdicts(parts.good), await verdicts(parts.defective)]
    return { model: model.card?.name ?? '', good, defective }
  } finally {
    await inspector.close()
  }
}
