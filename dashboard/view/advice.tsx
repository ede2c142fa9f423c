import type { MachineCondition } from '../../edge/contract/condition.ts'
import type { MachineState } from '../../edge/contract/plant.ts'
import { decimal, duration } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { secondsUntil } from '../machine-fold.ts'
import { AdviceGlyph } from './advice-glyph.tsx'
import { Hands } from './hands.tsx'
import { Panel } from './panel.tsx'

interface AdviceProps {
  readonly machine: MachineState
  readonly hoursPerSecond: number
}

/** What to do, by when and why; and the hands that make it so. */
export function AdvicePanel({ machine, hoursPerSecond }: AdviceProps) {
  const word = words.value.advice
  const { condition } = machine
  const level = condition?.advice.level ?? 'none'
  return (
    <Panel id="advice" title={word.title}>
      <p class={`advice-level ${level}`}>
        <AdviceGlyph level={level} /> {word.level[level]}
      </p>
      <div class="countdown">
        {condition && <Countdown condition={condition} hoursPerSecond={hoursPerSecond} />}
      </div>
      <dl class="pairs">
        {condition && level !== 'none' && <Why condition={condition} />}
        {condition && machine.zoneLimits && <Zone condition={condition} limits={machine.zoneLimits} />}
        {condition?.lineDefects && (
          <div class="line-defects">
            <dt>{word.lineDefects}</dt>
            <dd>
              {word.lineDefect(
                nameOf(condition.lineDefects.class),
                decimal(condition.lineDefects.ratio, language.value, 1),
              )}
            </dd>
          </div>
        )}
        {condition && condition.suspects.length > 0 && (
          <div class="suspects">
            <dt>{word.suspects}</dt>
            <dd>{condition.suspects.map(nameOf).join(', ')}</dd>
          </div>
        )}
      </dl>
      <Hands machine={machine} />
    </Panel>
  )
}

function Countdown({
  condition: { advice },
  hoursPerSecond,
}: { readonly condition: MachineCondition } & Pick<AdviceProps, 'hoursPerSecond'>) {
  const word = words.value.advice
  if (advice.withinH === null) return null
  const hours = decimal(advice.withinH, language.value)
  const here = duration(secondsUntil(advice.withinH, hoursPerSecond), language.value)
  return (
    <p>
      {word.within(hours)} <small>({word.here(here)})</small>
    </p>
  )
}

function Why({ condition: { advice } }: { readonly condition: MachineCondition }) {
  const word = words.value.advice
  return (
    <>
      <div>
        <dt>{word.cause}</dt>
        <dd>{advice.cause ? nameOf(advice.cause.cause) : word.noCause}</dd>
      </div>
      {advice.cause && (
        <div>
          <dt>{word.action}</dt>
          <dd>{nameOf(advice.cause.action)}</dd>
        </div>
      )}
    </>
  )
}

interface ZoneProps {
  readonly condition: MachineCondition
  readonly limits: NonNullable<MachineState['zoneLimits']>
}

function Zone({ condition: { zone, velocityMmPerS }, limits }: ZoneProps) {
  const { advice: word, machines } = words.value
  const number = (value: number, digits: number) => decimal(value, language.value, digits)
  const [a = '', b = '', c = ''] = limits.mmPerS.map((value) => number(value, 1))
  return (
    <div class="zone-row" title={limits.source}>
      <dt>{word.zoneOf}</dt>
      <dd>
        {zone && velocityMmPerS !== null ? (
          <>
            <span class={`iso-zone ${zone}`}>{machines.zone(zone)}</span> {word.zones[zone]},{' '}
            {word.velocity(number(velocityMmPerS, 2))}
          </>
        ) : (
          '–'
        )}
        <small>{word.limits(a, b, c)}</small>
      </dd>
    </div>
  )
}
