import os from 'node:os'
import { productLines } from '../../datasets/world.ts'
import type { Claim } from '../contract/claim.ts'
import type { LineReport, LineVerdict } from '../contract/report.ts'
import { claimedErrorRate } from '../core/quality/claimed-error-rate.ts'
import { latencyVerdict } from '../core/quality/latency-verdict.ts'
import { percent } from '../core/quality/sentence.ts'
import { loadAssumptions } from '../io/assumption.ts'
import { loadClaims } from '../io/config.ts'
import { loadModel } from '../io/model.ts'
import type { Shell } from '../io/shell.ts'
import { weighUpkeep } from './claim-maintenance.ts'
import { verifyLine } from './verify-line.ts'

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
  readonly verdict: LineVerdict
  readonly evidence: string
  readonly about: string
}

const shareLimits = { maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }
const readingMs = 10
const pipeline = 'Simulated parts on this computer: the pipeline, not a factory.'

/**
 * Weighs every claim. @returns exit code 0 if all are demonstrated, 1 if not, 130 if a person ended it
 */
export async function claims({ parts, seed, isJson, shell }: ClaimsOptions): Promise<0 | 1 | 130> {
  const stated = loadClaims(shell.root)
  const reports = await lineReports(1 - claimedErrorRate(stated), { parts, seed, shell })
  if (!reports) return 130
  const upkeep = await weighUpkeep(livesFor(parts), seed, shell)
  if (!upkeep) return 130
  const found = stated.map(
    ({ id, text, figure }): Finding => ({
      claim: id,
      text: text.en,
      ...weigh(id, figure, { reports, upkeep }),
    }),
  )
  for (const finding of found) shell.out.write(isJson ? `${JSON.stringify(finding)}\n` : paragraph(finding))
  return found.every(({ verdict }) => verdict === 'demonstrated') ? 0 : 1
}

/** Every line on fresh parts; null: a person ended it. */
async function lineReports(
  claim: number,
  { parts, seed, shell }: Omit<ClaimsOptions, 'isJson'>,
): Promise<LineReport[] | null> {
  const limits = { ...shareLimits, claim }
  const order = {
    ...limits,
    parts,
    prevalence: 0.5,
    seed,
    shell,
    monitor: 'on',
    isSequential: false,
    workers: null,
  } as const
  const words = { assumptions: loadAssumptions(), language: 'en', isJson: true, command: '' } as const
  const lines = Object.keys(productLines)
  // Before the first part is inspected: no model may be found missing after minutes.
  for (const line of lines) await loadModel(line, { root: shell.root })
  const reports: LineReport[] = []
  for (const line of lines) {
    for await (const { report } of verifyLine(line, { ...order, ...words, line })) reports.push(report)
    if (shell.interruption().aborted) return null
  }
  return reports
}

/** Of each kind of machine: the spindle's spectra take the longest. */
const livesFor = (parts: number): number => Math.min(300, Math.max(10, Math.round(parts / 50)))

interface Evidence {
  readonly reports: readonly LineReport[]
  readonly upkeep: Weight
}

type Weight = Pick<Finding, 'verdict' | 'evidence' | 'about'>

function weigh(id: Claim['id'], figure: number | null, { reports, upkeep }: Evidence): Weight {
  const worst = worstOf(reports)
  if (id === 'maintenance' || !worst) return upkeep
  if (id === 'inspection-time') return worstOf(reports.map(inspectionTime)) ?? upkeep
  if (id === 'accuracy')
    return { verdict: worst.verdict, evidence: `${worst.line}: ${worst.sentence}`, about: pipeline }
  return labour(reports, figure ?? 0)
}

const rank: Readonly<Record<LineVerdict, number>> = {
  refuted: 0,
  'not-testable-here': 1,
  'not-demonstrated': 2,
  demonstrated: 3,
}

/** A claim holds on every line, or it does not hold. */
const worstOf = <T extends { readonly verdict: LineVerdict }>(found: readonly T[]): T | undefined =>
  found.toSorted((a, b) => rank[a.verdict] - rank[b.verdict])[0]

/** Wages of inspectors and reviewers apart; never refuted, since other assumptions give another figure. */
function labour(reports: readonly LineReport[], claimed: number): Weight {
  const saved = reports.map(({ line, labour: { hoursReduction, costReduction } }) => {
    const hours = `${percent(hoursReduction ?? 0)} of inspection hours`
    return `${line}: ${hours}, ${percent(costReduction ?? 0)} of their cost saved`
  })
  const isReached = reports.every((report) => (report.labour.costReduction ?? 0) >= claimed)
  return {
    verdict: isReached ? 'demonstrated' : 'not-demonstrated',
    evidence: `${saved.join('; ')}; ${percent(claimed)} of the cost is claimed.`,
    about: 'Shares measured on simulated parts, times and wages assumed (`seeds/assumptions.yaml`).',
  }
}

function inspectionTime({ line, latencyMs }: LineReport): Weight {
  const { p99Lower95 = null, p99Upper95 = null, n = 0 } = latencyMs ?? {}
  const bounds = `${p99Lower95?.toFixed(1)} to ${p99Upper95?.toFixed(1)} ms`
  return {
    verdict: latencyVerdict({ p99Lower95, p99Upper95 }, readingMs),
    evidence: `${line}: p99 from frame in memory to verdict lies in ${bounds} (rank bounds, ${n} parts, one in flight); read as under ${readingMs} ms.`,
    about: `This computer, as busy as it is now: ${os.cpus()[0]?.model.trim()}.`,
  }
}

const paragraph = ({ text, verdict, evidence, about }: Finding): string =>
  `${text}\n  ${verdict}: ${evidence}\n  ${about}\n\n`.replace('\n  \n', '\n')
