import path from 'node:path'
import type { Card } from '../contract/card.ts'
import type { TeachFinding } from '../contract/teach.ts'
import { readImage } from '../io/image.ts'
import { type Inspector, openInspector } from '../io/inspector.ts'
import { loadModel } from '../io/model.ts'

/** Good images that the model judges otherwise since it learnt from more of them. */
export async function changedVerdicts(
  name: string,
  root: string,
  draft: { readonly folder: string; readonly card: Card },
  files: readonly string[],
): Promise<NonNullable<TeachFinding['added']>['changed']> {
  const { card } = draft
  const modelPath = path.join(draft.folder, 'model.onnx')
  const before = await openInspector(await loadModel(name, { root }), 1)
  try {
    const after = await openInspector({ modelPath, sha256: card.sha256, card, second: null, note: null }, 1)
    try {
      const changed = []
      for (const file of files) {
        const old = await verdictOf(before, file)
        const now = await verdictOf(after, file)
        if (old !== now) changed.push({ file, before: old, after: now })
      }
      return changed
    } finally {
      await after.close()
    }
  } finally {
    await before.close()
  }
}

async function verdictOf(inspector: Inspector, file: string) {
  const image = await readImage(file, { channels: inspector.channels })
  return (await inspector.inspect(image)).evaluation
}
