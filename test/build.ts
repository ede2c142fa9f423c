import type { TestProject } from 'vitest/node'
import { buildBoard, buildEdge } from '../edge/build.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of `cli.mjs`, `camera-worker.mjs` and `inference-worker.mjs`. */
    edgeFolder: string
    /** The folder of the board's `index.html`. */
    boardFolder: string
  }
}

/** The launcher's own build, once for all tests: `inject('edgeFolder')`, `inject('boardFolder')`. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('edgeFolder', await buildEdge().catch(unbuilt))
  project.provide('boardFolder', await buildBoard().catch(unbuilt))
}

/** The tests that need no build still tell what they know; those that need it fail on this path. */
function unbuilt(error: Error): string {
  process.stderr.write(`The build failed: ${error.message}\n`)
  return 'the-build-failed'
}
