import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { machines } from '../../datasets/machines/plant.ts'
import { JidokaError } from '../contract/error.ts'
import { machineKinds } from '../contract/machine.ts'
import type { LineVerdict } from '../contract/report.ts'
import { policyBars } from '../core/health/policy-bar.ts'
import { cashSheet } from '../core/quality/cash.ts'
import { wallClock } from '../io/clock.ts'
import { commitOf } from '../io/commit.ts'
import { loadClaims } from '../io/config.ts'
import { readFinding } from '../io/finding-file.ts'
import { mostPictures, type ReportInput, type Upkeep } from '../report/input.ts'
import { renderReport } from '../report/report.ts'
import type { Population } from '../service/population.ts'
import type { Verified } from './verify-line.ts'
import type { VerifyOrder } from './verify-order.ts'

/** Hours of work end in this file: whether it can be written is asked before. */
export function checkReportPlace(file: string): void {
  const folder = path.dirname(path.resolve(file))
  if (!existsSync(folder)) throw new JidokaError('USAGE', `There is no folder ${folder} for the report.`)
  if (existsSync(file) && !statSync(file).isFile()) throw new JidokaError('USAGE', `${file} is not a file.`)
  try {
    closeSync(openSync(draftOf(file), 'w'))
    rmSync(draftOf(file))
  } catch (error) {
    throw unwritable(file, error)
  }
}

const draftOf = (file: string): string => `${file}.partial`

function unwritable(file: string, error: unknown): JidokaError {
  const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new JidokaError('USAGE', `The report ${file} cannot be written (${cause}).`)
}

/** Writes the acceptance report; it appears under its name only when it is complete. */
export async function writeReport(
  file: string,
  verified: readonly Verified[],
  verdict: LineVerdict,
  order: VerifyOrder,
  startMs: number,
): Promise<void> {
  const draft = draftOf(file)
  try {
    await writeFile(draft, renderReport(await inputOf(verified, verdict, order, startMs), order.language))
    await rename(draft, file)
  } catch (error) {
    throw unwritable(file, error)
  } finally {
    await rm(draft, { force: true })
  }
}

async function inputOf(
  verified: readonly Verified[],
  verdict: LineVerdict,
  order: VerifyOrder,
  startMs: number,
): Promise<ReportInput> {
  const [claim] = loadClaims(order.shell.root).filter(({ id }) => id === 'accuracy')
  if (!claim) throw new JidokaError('CONFIG_INVALID', 'seeds/claims.json holds no claim on accuracy.')
  const picturesEach = Math.max(1, Math.floor(mostPictures / verified.length))
  const lines = await Promise.all(
    verified.map(async ({ report, curves, counts, population, worst }) => ({
      report,
      curves,
      recipe: population.recipe,
      cash: cashSheet(counts, order.assumptions),
      upkeep: await upkeepOf(population, order.shell.root),
      worst: worst.slice(0, picturesEach),
    })),
  )
  const figures = JSON.stringify(lines.map(({ report, curves, cash }) => ({ report, curves, cash })))
  return {
    lines,
    verdict,
    claim,
    provenance: provenance(order, startMs),
    contentSha256: createHash('sha256').update(figures).digest('hex'),
  }
}

/** Only a line of ours, as it is, has a machine beside it. */
async function upkeepOf(
  { line, seed, disturbance, foreign }: Population,
  root: string,
): Promise<Upkeep | null> {
  if (seed === null || disturbance || foreign) return null
  const machine = machineKinds.find((kind) => machines[kind].sheet.line === line)
  const finding = machine ? await readFinding(machine, root) : null
  return machine && finding ? { machine, policies: policyBars(finding) } : null
}

const provenance = ({ shell, command }: VerifyOrder, startMs: number): ReportInput['provenance'] => ({
  version: shell.version,
  commit: commitOf(shell.root),
  command,
  madeAt: new Date(wallClock.nowMs()).toISOString(),
  durationS: Math.round((wallClock.monotonicMs() - startMs) / 1000),
  node: process.version,
  machine: `${os.cpus()[0]?.model.trim() ?? 'unknown'}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 1e9)} GB, ${os.platform()} ${os.arch()}`,
})
