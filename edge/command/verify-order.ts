import type { Assumptions } from '../contract/assumption.ts'
import {
  type Disturbance,
  type DisturbanceName,
  disturbanceNames,
  type Severity,
} from '../contract/disturbance.ts'
import type { Limits } from '../core/quality/judgement.ts'
import type { SecondPlace } from '../io/second-eye.ts'
import type { Shell } from '../io/shell.ts'
import type { BrokerSettings } from '../service/broker-login.ts'

export interface VerifyOptions extends Limits {
  /** A product line, or `all`. */
  readonly line: string
  readonly parts: number
  readonly prevalence: number
  readonly seed: number
  readonly model?: string | undefined
  readonly monitor: 'on' | 'off'
  /** Where the larger model looks again; left out: here. */
  readonly secondLook?: SecondPlace | undefined
  readonly disturbance?: DisturbanceName | 'all' | undefined
  readonly severity?: Severity | undefined
  /** Folder of RGBA cut-outs that take the place of defects, and their sizes in millimetres. */
  readonly foreign?: string | undefined
  readonly sizes?: readonly number[] | undefined
  /** `mvtec:<dir>` and the like, instead of a line. */
  readonly dataset?: string | undefined
  /** Ends as soon as the sequential tests do. */
  readonly isSequential: boolean
  /** YAML of assumptions on labour and money; the usual ones when left out. */
  readonly assumptions?: string | undefined
  /** HTML file to write. */
  readonly report?: string | undefined
  readonly language: 'en' | 'zh'
  /** Workers on other hosts look too; null: this computer alone. */
  readonly workers: WorkPlace | null
  readonly isJson: boolean
  /** The command as it was given. */
  readonly command: string
  readonly shell: Shell
}

/** Where workers take their jobs from. */
export type WorkPlace = BrokerSettings & { readonly root: string }

/** The options with the assumptions read. */
export type VerifyOrder = Omit<VerifyOptions, 'assumptions'> & { readonly assumptions: Assumptions }

/** The disturbances and severities that were asked for; one without any when none was. */
export function cellsOf({
  disturbance,
  severity = 1,
}: Pick<VerifyOptions, 'disturbance' | 'severity'>): (Disturbance | null)[] {
  if (!disturbance) return [null]
  const names = disturbance === 'all' ? disturbanceNames : [disturbance]
  return names.map((name) => ({ name, severity }))
}
