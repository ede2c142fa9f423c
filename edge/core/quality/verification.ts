import type { Evidence, Tally, Verdict, Verification } from '../../contract/claim.ts'
import type { Inspection } from '../../contract/inspection.ts'
import type { Truth } from '../../contract/part.ts'
import {
  anytimeInterval,
  evidenceAgainstClaim,
  evidenceForClaim,
  partsToDemonstrate,
  settlingEvidence,
} from './e-process.ts'
import { decidedDefective, decidedGood, decidedParts, emptyTally, observe, wrongParts } from './tally.ts'

/** What verification remembers: the tally, the last outcomes, and a verdict once one was reached. */
export interface Ledger {
  readonly tally: Tally
  readonly recent: Verification['recent']
  /** Sticks: an e-process that has once settled a claim has settled it. */
  readonly verdict: Verdict
}

export const emptyLedger: Ledger = { tally: emptyTally, recent: [], verdict: 'not-demonstrated' }
const recentParts = 64

/** Folds the truth of one part into the ledger: the only place where truth meets evaluation. */
export function verify(
  ledger: Ledger,
  inspection: Inspection,
  truth: Truth,
  claimedErrorRate: number,
): Ledger {
  const { tally, outcome } = observe(ledger.tally, inspection.evaluation, truth.isDefective)
  const told = { partId: inspection.partId, outcome, isDefective: truth.isDefective }
  const recent = [...ledger.recent.slice(1 - recentParts), told]
  const verdict =
    ledger.verdict === 'not-demonstrated' ? liveVerdict(tally, claimedErrorRate) : ledger.verdict
  return { tally, recent, verdict }
}

function liveVerdict(tally: Tally, claimedErrorRate: number): Verdict {
  const [k, n] = [wrongParts(tally), decidedParts(tally)]
  if (evidenceForClaim(k, n, claimedErrorRate) >= settlingEvidence) return 'demonstrated'
  if (evidenceAgainstClaim(k, n, claimedErrorRate) >= settlingEvidence) return 'refuted'
  return 'not-demonstrated'
}

/** What is said about the ledger; `decidedPerSecond` gives the time left. */
export function verificationOf(
  ledger: Ledger,
  run: { readonly runId: string; readonly line: string; readonly isSimulated: boolean },
  claimedErrorRate: number,
  decidedPerSecond: number,
): Verification {
  const { tally, recent } = ledger
  return {
    ...run,
    tally,
    escape: rate(tally.escapes, decidedDefective(tally)),
    falseReject: rate(tally.falseRejects, decidedGood(tally)),
    evidence: evidenceOf(ledger, claimedErrorRate, decidedPerSecond),
    recent: [...recent],
  }
}

const rate = (count: number, n: number) => ({ count, n, upper95: anytimeInterval(count, n).upper })

function evidenceOf(ledger: Ledger, claimedErrorRate: number, decidedPerSecond: number): Evidence {
  const [errors, decided] = [wrongParts(ledger.tally), decidedParts(ledger.tally)]
  const isOpen = ledger.verdict === 'not-demonstrated'
  const partsLeft = isOpen ? partsToDemonstrate(errors, decided, claimedErrorRate) : null
  return {
    claimedErrorRate,
    errors,
    decided,
    eDemonstrate: evidenceForClaim(errors, decided, claimedErrorRate),
    eRefute: evidenceAgainstClaim(errors, decided, claimedErrorRate),
    verdict: ledger.verdict,
    partsLeft,
    secondsLeft: partsLeft !== null && decidedPerSecond > 0 ? partsLeft / decidedPerSecond : null,
  }
}
