import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { productLines } from '../../datasets/world.ts'
import type { Claim, Verdict } from '../contract/claim.ts'
import { JidokaError } from '../contract/error.ts'
import { claimedErrorRate } from '../core/quality/claimed-error-rate.ts'
import { latencyVerdict } from '../core/quality/latency-verdict.ts'
import { percent } from '../core/quality/sentence.ts'
import { loadClaims } from '../io/config.ts'
import { createLog } from '../io/log.ts'
import { loadModel } from '../io/model.ts'
import type { Shell } from '../io/shell.ts'
import { captureRing } from './bench.ts'
import { openBenchLine } from './bench-line.ts'
import { type LineVerdict, verifyLine } from './verify.ts'

export interface ClaimsOptions {
  readonly parts: number
  readonly seed: number
  readonly isJson: boolean
  readonly shell: Shell
}

/** One claim with what we found: a verdict is never given without what it is about. */
interface Finding {
  readonly claim: Claim['id']
  readonly text: string
  readonly verdict: Verdict | 'not-testable-here'
  readonly evidence: string
  readonly about: string
}

const shareLimits = { maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }
const readingMs = 10
const latencyParts = 2000
const pipeline = 'Simulated parts on this computer: the pipeline, not a factory.'

/**
 * Weighs every claim. @returns exit code 0 if all are demonstrated, 1 if not, 130 if a person ended it
 */
export async function claims({ parts, seed, isJson, shell }: ClaimsOptions): Promise<0 | 1 | 130> {
  const stated = loadClaims(shell.root)
  const limits = { ...shareLimits, claim: 1 - claimedErrorRate(stated) }
  const verdicts: LineVerdict[] = []
  for (const line of Object.keys(productLines)) {
    verdicts.push(await verifyLine(line, { ...limits, parts, prevalence: 0.5, seed, shell }))
    if (shell.interruption().aborted) return 130
  }
  const time = await inspectionTime(shell)
  const found = stated.map(
    ({ id, text }): Finding => ({ claim: id, text: text.en, ...weigh(id, verdicts, time) }),
  )
  for (const finding of found) shell.out.write(isJson ? `${JSON.stringify(finding)}\n` : paragraph(finding))
  return found.every(({ verdict }) => verdict === 'demonstrated') ? 0 : 1
}

type Weight = Pick<Finding, 'verdict' | 'evidence' | 'about'>

function weigh(id: Claim['id'], verdicts: readonly LineVerdict[], time: Weight): Weight {
  const [worst] = verdicts.toSorted((a, b) => rank[a.verdict] - rank[b.verdict])
  if (id === 'inspection-time') return time
  if (id === 'maintenance' || !worst)
    return { verdict: 'not-testable-here', evidence: 'No machine that wears is simulated yet.', about: '' }
  if (id === 'accuracy')
    return { verdict: worst.verdict, evidence: `${worst.line}: ${worst.sentence}`, about: pipeline }
  return labour(verdicts)
}

const rank: Readonly<Record<Verdict, number>> = { refuted: 0, 'not-demonstrated': 1, demonstrated: 2 }

/** Hours only: wages, hardware and set-up are in no sheet yet, so a saving of cost is not shown by them. */
function labour(verdicts: readonly LineVerdict[]): Weight {
  const saved = verdicts
    .map((found) => `${found.line}: ${percent(found.labour.hoursReduction ?? 0)}`)
    .join('; ')
  return {
    verdict: 'not-testable-here',
    evidence: `Inspection hours saved under the assumptions of \`jidoka verify\`: ${saved}. The claim is about cost.`,
    about: 'A calculation from assumptions, not a measurement.',
  }
}

async function inspectionTime(shell: Shell): Promise<Weight> {
  const [name = ''] = Object.keys(productLines)
  const { card, modelPath } = await loadModel(name, { root: shell.root })
  if (!card) throw new JidokaError('CARD_INVALID', `The model ${modelPath} has no card.`)
  const data = await mkdtemp(path.join(os.tmpdir(), 'jidoka-claims-'))
  const ring = captureRing(name).captures
  const line = await openBenchLine({ card, modelPath, ring, data, shell, log: createLog('error') })
  try {
    await line.run(100, 1)
    const { latenciesMs } = await line.run(latencyParts, 1)
    const { verdict, lower95Ms, upper95Ms } = latencyVerdict(latenciesMs, readingMs)
    const bounds = `${lower95Ms?.toFixed(1)} to ${upper95Ms?.toFixed(1)} ms`
    return {
      verdict,
      evidence: `p99 from frame in memory to verdict lies in ${bounds} (rank bounds, ${latencyParts} parts, one in flight); read as under ${readingMs} ms.`,
      about: `This computer, as busy as it is now: ${os.cpus()[0]?.model.trim()}.`,
    }
  } finally {
    await line.close()
    await rm(data, { recursive: true, force: true })
  }
}

const paragraph = ({ text, verdict, evidence, about }: Finding): string =>
  `${text}\n  ${verdict}: ${evidence}\n  ${about}\n\n`.replace('\n  \n', '\n')
