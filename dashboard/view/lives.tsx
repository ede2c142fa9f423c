import type { LifeOutcome, MachineState } from '../../edge/contract/plant.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { Panel } from './panel.tsx'

/** How the forecasts of the lives before did against their true ends, the newest first. */
export function Lives({ machine: { outcomes } }: { readonly machine: MachineState }) {
  const word = words.value.lives
  return (
    <Panel id="lives" title={word.title}>
      {outcomes.length === 0 ? (
        <p class="hint">{word.none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways takes the keyboard
        <section class="lives-table" aria-labelledby="lives-title" tabIndex={0}>
          <table class="ways">
            <thead>
              <tr>
                <th>{word.unit}</th>
                <th>{word.ending}</th>
                <th>{word.age}</th>
                <th>{word.lead}</th>
                <th>{word.held}</th>
                <th>{word.false}</th>
              </tr>
            </thead>
            <tbody>
              {outcomes.toReversed().map((outcome) => (
                <Row key={outcome.unit} outcome={outcome} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p class="hint">{word.note}</p>
    </Panel>
  )
}

function Row({ outcome }: { readonly outcome: LifeOutcome }) {
  const { lives: word, machines } = words.value
  const hours = (value: number) => machines.hours(decimal(value, language.value))
  const { unit, ending, endedAtH, remainingH, leadTimeH, isMissed, falseAlarms } = outcome
  return (
    <tr>
      <th class="mono">{unit}</th>
      <td>
        {word.endings[ending]}
        {remainingH > 0 && <small>{word.wasted(hours(remainingH))}</small>}
      </td>
      <td>{hours(endedAtH)}</td>
      <td>
        {leadTimeH === null ? word.never : hours(leadTimeH)}
        {isMissed && <small class="missed">{word.missed}</small>}
      </td>
      <td>
        <Marks marks={outcome.marks} />
      </td>
      <td>{decimal(falseAlarms, language.value)}</td>
    </tr>
  )
}

function Marks({ marks }: Pick<LifeOutcome, 'marks'>) {
  const word = words.value.lives
  if (marks.length === 0) return <>–</>
  const said = marks.map(({ isNoTrend, isInside }) =>
    isNoTrend ? word.noTrend : isInside ? word.inside : word.outside,
  )
  return <>{said.join(' · ')}</>
}
