import type { Capture } from '../contract/part.ts'
import { inOrder } from '../io/in-order.ts'
import type { Inference, Look } from '../io/inference.ts'
import type { Looked } from '../line.ts'

/** A capture with the full answer of the inference door: stages and picture too. */
export interface LookedFrame extends Looked {
  readonly capture: Capture
  readonly look: Look
}

/** Looks at captures as they come, `window` at a time: a verdict waits for no other part, and they go on in their order. */
export const lookInOrder =
  (inference: Inference, window: number) =>
  <Verdict>(
    captures: AsyncIterable<Capture>,
    decide: (looked: LookedFrame) => Verdict,
  ): AsyncIterable<Verdict[]> =>
    inOrder(
      captures,
      async (capture) => decide({ capture, look: await inference.infer(capture.frame) }),
      window,
    )
