import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { OperatorRun } from '../core/bench/operator-cost.ts'
import { openSession, type Pixels } from './session.ts'

const Shapes = z.array(z.record(z.string(), z.array(z.number())))
const Event = z.looseObject({
  cat: z.string().optional(),
  name: z.string().optional(),
  dur: z.number().optional(),
  args: z
    .looseObject({
      op_name: z.string().optional(),
      input_type_shape: Shapes.optional(),
      output_type_shape: Shapes.optional(),
    })
    .optional(),
})

const warmingFrames = 5

/** Every operator of so many frames, as ONNX Runtime's own profile times it; one thread. */
export async function profileModel(
  modelPath: string,
  frame: { readonly pixels: Pixels; readonly dims: readonly number[] },
  frames: number,
): Promise<OperatorRun[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-profile-'))
  try {
    const session = await openSession(modelPath, { threads: 1, profile: path.join(folder, 'run') })
    try {
      for (let run = 0; run < warmingFrames + frames; run++) await session.run(frame.pixels, frame.dims)
      session.endProfile()
    } finally {
      await session.close()
    }
    const [file] = await readdir(folder)
    const runs = operatorRuns(file ? await readFile(path.join(folder, file), 'utf8') : '[]')
    const perFrame = runs.length / (warmingFrames + frames)
    return runs.slice(Math.round(warmingFrames * perFrame))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function operatorRuns(trace: string): OperatorRun[] {
  const shapes = (given: z.infer<typeof Shapes> = []) => given.map((one) => Object.values(one)[0] ?? [])
  return z
    .array(Event)
    .parse(JSON.parse(trace))
    .flatMap(({ cat, dur, args }) =>
      cat === 'Node' && dur !== undefined && args?.op_name
        ? [
            {
              operator: args.op_name,
              ms: dur / 1000,
              inputs: shapes(args.input_type_shape),
              outputs: shapes(args.output_type_shape),
            },
          ]
        : [],
    )
}
