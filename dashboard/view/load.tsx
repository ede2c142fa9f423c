import type { KpiData } from '../../edge/contract/event.ts'
import { stages } from '../../edge/contract/inspection.ts'
import type { Oee } from '../../edge/contract/oee.ts'
import { decimal, milliseconds, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { kpi } from '../store.ts'
import { Panel } from './panel.tsx'

const goalMs = 10

/** How fast, stage by stage, and how hard the service works for it. */
export function Load() {
  const { load } = words.value
  return (
    <Panel id="load" title={load.title}>
      {kpi.value ? <Body said={kpi.value} /> : <p class="waiting">{load.waiting}</p>}
    </Panel>
  )
}

function Body({ said }: { readonly said: KpiData }) {
  const { load } = words.value
  const mostMs = Math.max(goalMs * 1.25, said.latencyMs.p99 * 1.05)
  const known = Object.keys(said.stagesMs).sort((a, b) => rank(a) - rank(b))
  return (
    <>
      <table class="stages">
        <thead>
          <tr>
            <th scope="col">{load.stage}</th>
            <td />
            <th scope="col">p50&#8239;ms</th>
            <th scope="col">p99&#8239;ms</th>
          </tr>
        </thead>
        <tbody>
          <Row name={load.total} spread={said.latencyMs} mostMs={mostMs} isTotal />
          {known.map((stage) => (
            <Row
              key={stage}
              name={load.stages[stage] ?? stage}
              spread={said.stagesMs[stage]}
              mostMs={mostMs}
            />
          ))}
        </tbody>
      </table>
      <p class="hint goal-key">{load.goal}</p>
      <Figures said={said} />
      {said.oee && <Effectiveness said={said.oee} />}
    </>
  )
}

function rank(stage: string): number {
  const at = (stages as readonly string[]).indexOf(stage)
  return at < 0 ? stages.length : at
}

interface RowProps {
  readonly name: string
  readonly spread: { readonly p50: number; readonly p99: number } | undefined
  readonly mostMs: number
  readonly isTotal?: boolean
}

function Row({ name, spread, mostMs, isTotal = false }: RowProps) {
  if (!spread) return null
  const share = (ms: number) => `${Math.min(100, (100 * ms) / mostMs)}%`
  const isOver = isTotal && spread.p99 > goalMs
  return (
    <tr class={`${isTotal ? 'total' : ''} ${isOver ? 'over' : ''}`}>
      <th scope="row">{name}</th>
      <td class="bar" aria-hidden>
        <div>
          <i class="p99" style={{ width: share(spread.p99) }} />
          <i class="p50" style={{ width: share(spread.p50) }} />
          {isTotal && <i class="goal" style={{ left: share(goalMs) }} />}
        </div>
      </td>
      <td>{milliseconds(spread.p50, language.value)}</td>
      <td>{milliseconds(spread.p99, language.value)}</td>
    </tr>
  )
}

/** OEE and its factors, as ISO 22400-2 has them. */
function Effectiveness({ said }: { readonly said: Oee }) {
  const { load } = words.value
  const share = (value: number) => percent(value, language.value)
  return (
    <p class="hint oee">
      <b>{load.oee(share(said.oee))}</b>{' '}
      {load.factors(share(said.availability), share(said.performance), share(said.quality))}
    </p>
  )
}

function Figures({ said }: { readonly said: KpiData }) {
  const { load } = words.value
  const number = (value: number, digits: number) => decimal(value, language.value, digits)
  const figures: readonly (readonly [name: string, value: string, isBad: boolean])[] = [
    [load.partsPerSecond, number(said.partsPerSecond, 1), false],
    [load.lateParts, number(said.lateParts, 0), said.lateParts > 0],
    [load.eventLoop, `${milliseconds(said.eventLoopDelayMs.p99, language.value)}\u202fms`, false],
    [load.memory, `${number(said.residentMb, 0)}\u202fMB`, false],
    [load.outbox, number(said.outboxDepth, 0), false],
  ]
  return (
    <dl class="figures">
      {figures.map(([name, value, isBad]) => (
        <div key={name} class={isBad ? 'bad' : ''}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
