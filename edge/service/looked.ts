import type { Capture } from '../contract/part.ts'
import { inOrder } from '../io/in-order.ts'
import type { Inference, Look } from '../io/inference.ts'
import type { Looked } from '../line.ts'

/** A capture with the full answer of the inference door: stages and picture too. */
export interface LookedFrame extends Looked {
  readonly capture: Capture
  readonly look: Look
}

/** Looks at captures as they come, `window` at a time, and hands them on in their order. */
export const lookInOrder =
  (inference: Inference, window: number) =>
  (captures: AsyncIterable<Capture>): AsyncIterable<LookedFrame[]> =>
    inOrder(captures, async (capture) => ({ capture, look: await inference.infer(capture.frame) }), window)
