import { rngFromSeed } from '../../datasets/rng.ts'
import type { Changeover } from '../contract/changeover.ts'
import { JidokaError } from '../contract/error.ts'
import { type ChangeoverOrder, playChangeover } from '../core/plan/changeover.ts'
import type { Shell } from '../io/shell.ts'

export interface ChangeoverOptions extends ChangeoverOrder {
  readonly seed: number
  readonly isJson: boolean
  readonly shell: Shell
}

/**
 * Says how long a change of product takes, before a part is made.
 * @throws {JidokaError} USAGE where the defective parts that a demonstration takes never come
 */
export function changeover({ seed, isJson, shell, ...order }: ChangeoverOptions): void {
  if (order.prevalence < 1e-6 || order.prevalence > 0.9)
    throw new JidokaError(
      'USAGE',
      `At a prevalence of ${order.prevalence} one kind of part hardly ever comes; give --prevalence from 0.0001% to 90%.`,
    )
  const found = playChangeover(order, rngFromSeed(seed))
  shell.out.write(isJson ? `${JSON.stringify(found)}\n` : page(found))
}

const names = {
  setUp: 'set-up',
  capture: 'capture',
  training: 'training',
  validation: 'validation',
} as const

function page({ taktS, goodParts, defectiveParts, stages, total, validationShare }: Changeover): string {
  const row = (name: string, { p50S, p95S }: Changeover['total']) =>
    `  ${name.padEnd(11)} ${span(p50S).padStart(8)} ${span(p95S).padStart(10)}`
  return `From the first photograph to a demonstrated claim, a part every ${taktS} s (simulated; median, 19 of 20 within):
${Object.entries(names)
  .map(([stage, name]) => row(name, stages[stage as keyof typeof names]))
  .join('\n')}
${row('together', total)}
Validation is ${Math.round(100 * validationShare)} % of it: ${goodParts} good and ${defectiveParts} defective parts must be judged without an error.
`
}

const span = (seconds: number): string =>
  seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`
