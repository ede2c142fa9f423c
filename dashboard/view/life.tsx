import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import type { LifeCourse, MachineDetail, MachineState } from '../../edge/contract/plant.ts'
import { nameOf, words } from '../language.ts'
import { fanColumns } from '../machine-fold.ts'
import { fanOptions } from './fan-option.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'

interface LifeProps {
  readonly machine: MachineState
  readonly detail: MachineDetail | null
}

/** Settled samples from which healthy is learnt (edge/core/health/watch.ts). */
const baselineSamples = 60

/** How long the machine has, as it was said at every hour of this life, and of the one before with its true end. */
export function Life({ machine, detail }: LifeProps) {
  const word = words.value.life
  const isLearning = machine.condition?.healthIndex == null
  return (
    <Panel
      id="life"
      title={word.title(nameOf(machine.machine))}
      aside={
        <span class="hint">
          {word.unit} <span class="mono">{machine.unit}</span>
        </span>
      }
    >
      <p class="hint keys">
        {word.axes}
        <span class="key fan">{word.fan}</span>
        <span class="key median">{word.median}</span>
        <span class="key truth">{word.truth}</span>
      </p>
      {machine.forecastModel === null ? (
        <p class="hint">{word.noModel}</p>
      ) : (
        isLearning && <p class="hint">{word.learning(String(baselineSamples))}</p>
      )}
      <div class="lives-charts">
        {detail && <Fan name={word.present} course={detail.present} limits={machine.limits} />}
        {detail?.last ? (
          <Fan name={word.last} course={detail.last} limits={machine.limits} />
        ) : (
          <p class="hint no-life">{word.none}</p>
        )}
      </div>
    </Panel>
  )
}

interface FanProps {
  readonly name: string
  readonly course: LifeCourse
  readonly limits: MachineState['limits']
}

function Fan({ name, course, limits }: FanProps) {
  const word = words.value.life
  const data = useMemo(() => fanColumns(course) as unknown as uPlot.AlignedData, [course])
  return (
    <figure class="chart">
      <figcaption>
        <b>{name}</b>
        <span class="mono">{course.unit}</span>
      </figcaption>
      <Plot
        label={word.chart(name)}
        data={data}
        options={(place) => fanOptions(place, limits, { plan: word.plan, act: word.act })}
        shape={JSON.stringify(limits)}
      />
    </figure>
  )
}
