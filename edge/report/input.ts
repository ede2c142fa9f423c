import type { Claim, Outcome } from '../contract/claim.ts'
import type { Evaluation } from '../contract/inspection.ts'
import type { MachineKind } from '../contract/machine.ts'
import type { Box } from '../contract/part.ts'
import type { PolicyBars } from '../contract/plant.ts'
import type { Recipe } from '../contract/recipe.ts'
import type { Curves, LineReport, LineVerdict } from '../contract/report.ts'
import type { CashSheet } from '../core/quality/cash.ts'

/** Everything that an acceptance report says. Its pictures come ready to show: nothing here is read or computed from files. */
export interface ReportInput {
  /** One section each, in this order. */
  readonly lines: readonly LineInput[]
  /** Of all lines together: demonstrated only if each is. */
  readonly verdict: LineVerdict
  /** The accuracy claim of seeds/claims.json. */
  readonly claim: Claim
  readonly provenance: Provenance
  /** SHA-256 over the JSON of the figures, 64 hexadecimal digits. */
  readonly contentSha256: string
}

export interface LineInput {
  readonly report: LineReport
  readonly curves: Curves
  /** null: a data set without one. */
  readonly recipe: Recipe | null
  /** null: one kind of part was never seen. */
  readonly cash: CashSheet | null
  /** Of the machine beside a simulated line; null: there is none, or nobody measured it. */
  readonly upkeep: Upkeep | null
  /** The worst first, at most `mostPictures` in the whole report. */
  readonly worst: readonly WorstPart[]
}

/** What its forecasts were found to be worth, on simulated lives, before this run. */
export interface Upkeep {
  readonly machine: MachineKind
  readonly policies: PolicyBars
}

/** A part that was judged wrongly or not at all, with the pictures that show it. */
export interface WorstPart {
  readonly part: string
  readonly outcome: Outcome
  readonly evaluation: Evaluation
  /** null: never looked at. */
  readonly score: number | null
  /** Of the frame that all boxes lie on, pixels. */
  readonly widthPx: number
  readonly heightPx: number
  /** `data:image/webp;base64,…`, also jpeg and png; stretched to the frame. Anything else is not shown. */
  readonly picture: string | null
  /** The heat map painted, transparent where it is cold; laid over the picture. */
  readonly heat: string | null
  readonly trueMarks: readonly TruePlace[]
  readonly reportedMarks: readonly ReportedPlace[]
}

/** Where something really is. */
export interface TruePlace {
  readonly class: string
  readonly box: Box
  readonly sizeMm: number | null
  /** null for look-alikes, and where a data set gives no limit. */
  readonly sizeOverLimit: number | null
  readonly isLookAlike: boolean
}

/** Where the model says that something is. */
export interface ReportedPlace {
  readonly class: string
  readonly box: Box
  readonly sizeMm: number
  readonly score: number
}

export interface Provenance {
  readonly version: string
  /** null: not run from a repository. */
  readonly commit: string | null
  /** The exact command that makes these figures again. */
  readonly command: string
  /** ISO 8601, UTC. */
  readonly madeAt: string
  readonly durationS: number | null
  readonly node: string
  readonly machine: string
}

/** Budget that keeps a report under 3 MB: so many parts, and so many characters of data URI for both pictures of one. */
export const mostPictures = 12
export const mostPictureCharacters = 190_000
