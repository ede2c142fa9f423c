import { rm } from 'node:fs/promises'
import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'
import type { WorkbenchState } from '../contract/workbench.ts'
import type { WorkbenchDoor } from '../io/http-tools.ts'
import { imageOf } from '../io/image.ts'
import type { ChangeModel } from './model-change.ts'
import { type CollectorTools, createCollector } from './passed-parts.ts'
import { createPupil, type PupilTools } from './pupil.ts'
import { createTaughtImages } from './taught-images.ts'

/** `folder` is of this run alone, and gone with it. */
export type WorkbenchTools = PupilTools &
  Omit<CollectorTools, 'images'> & {
    /** Name of the taught model by which the line inspects; null: by its own. */
    readonly onLine: () => string | null
    readonly changeModel: ChangeModel
  }

export interface Workbench extends WorkbenchDoor {
  /** A person passed this part at the review desk. */
  readonly passed: (image: Image) => void
  close(): Promise<void>
}

/** Where a product is taught from the board: good images come in, `jidoka teach` learns from them beside the line. */
export function createWorkbench(tools: WorkbenchTools): Workbench {
  const images = createTaughtImages(tools.folder)
  const collector = createCollector({ ...tools, images })
  const pupil = createPupil(tools)
  let isReading = false
  const state = (): WorkbenchState => ({
    ...{ images: images.list(), collecting: collector.state(), onLine: tools.onLine() },
    ...pupil.state(),
  })
  return {
    state,
    passed: collector.passed,
    async add(bytes) {
      // One at a time: a large picture takes much memory while it is read.
      if (isReading) throw new JidokaError('TOO_MANY_REQUESTS', 'Another picture is being read.')
      isReading = true
      try {
        await images.keep(await imageOf(bytes, 'The picture', { channels: 3 }), 'given')
      } finally {
        isReading = false
      }
      return state()
    },
    image: async (id) => images.read(id),
    async remove(id) {
      if (id === null) collector.stop()
      await images.remove(id)
      return state()
    },
    collect(parts, from) {
      collector.start(parts, from)
      return state()
    },
    learn(name) {
      collector.stop()
      pupil.learn(name)
      return state()
    },
    async useOnLine(isTaught, by) {
      await tools.changeModel(isTaught ? pupil.taught().finding.path : null, by)
      return state()
    },
    look: async (bytes) => pupil.taught().look(bytes),
    async close() {
      collector.stop()
      await pupil.close()
      await rm(tools.folder, { recursive: true, force: true })
    },
  }
}
