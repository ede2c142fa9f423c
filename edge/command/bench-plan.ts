import type { BenchRow, Scenario } from '../contract/bench.ts'
import type { SizingOrder } from '../core/bench/sizing.ts'
import type { SecondPlace } from '../io/second-eye.ts'
import type { Shell } from '../io/shell.ts'
import type { Language } from '../report/format.ts'

/** What is to be measured. */
export interface BenchPlan {
  /** Names in models/, or paths of .onnx files. */
  readonly models: readonly string[]
  readonly scenarios: readonly Scenario[]
  readonly workers: readonly number[]
  readonly threads: readonly number[]
  readonly batches: readonly number[]
  /** int8 is made anew, in a folder that goes away, and keeps the thresholds of the model. */
  readonly precisions: readonly BenchRow['precision'][]
  /** Of each scenario, all rounds together. */
  readonly seconds: number
  /** What p99 has to keep in the server scenario. */
  readonly boundMs: number
  /** Folder of images to look at; left out: simulated parts, or noise. */
  readonly images?: string | undefined
  readonly secondLook?: SecondPlace | undefined
  /** Where to publish; left out: a broker of our own. */
  readonly broker?: string | undefined
  /** A file to write, .md or HTML. */
  readonly report?: string | undefined
  readonly language: Language
  /** Files of `bench --json` from other computers. */
  readonly compare: readonly string[]
  /** A file of `npm run peers`. */
  readonly peers?: string | undefined
  /** null: no line's rate was stated. */
  readonly sizing: Omit<SizingOrder, 'cores'> | null
  /** As it was given. */
  readonly command: string
  readonly shell: Shell
}

/** How sessions and frames stand to each other in a row. */
export interface Setting {
  readonly workers: number
  readonly threads: number
  readonly batch: number
}

export const settingsOf = ({ workers, threads, batches }: BenchPlan): Setting[] =>
  workers.flatMap((count) =>
    threads.flatMap((each) => batches.map((batch) => ({ workers: count, threads: each, batch }))),
  )
