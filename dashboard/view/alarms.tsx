import { useSignal } from '@preact/signals'
import type { AlarmData } from '../../edge/contract/alarm.ts'
import { colons, decimal, timeOfDay } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { acknowledgeAlarm, shelveAlarm } from '../machines.ts'
import { AdviceGlyph } from './advice-glyph.tsx'
import { Panel } from './panel.tsx'

const shelfMinutes = [10, 30, 120, 480]

/** The alarms that stand, the gravest first (ISA-18.2), and what a person says to them. */
export function Alarms({ alarms }: { readonly alarms: readonly AlarmData[] }) {
  const word = words.value.alarms
  const minutes = useSignal(30)
  const choice = (
    <label class="shelf hint">
      {word.shelveFor}{' '}
      <select
        value={minutes.value}
        onChange={(event) => {
          minutes.value = Number(event.currentTarget.value)
        }}
      >
        {shelfMinutes.map((value) => (
          <option key={value} value={value}>
            {word.minutes(decimal(value, language.value))}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <Panel id="alarms" title={word.title} aside={choice}>
      {alarms.length === 0 ? (
        <p class="hint">{word.none}</p>
      ) : (
        <ul class="alarms">
          {alarms.map((alarm) => (
            <Alarm key={alarm.alarmId} alarm={alarm} minutes={minutes.value} />
          ))}
        </ul>
      )}
      <p class="hint">{word.rule}</p>
    </Panel>
  )
}

const glyphOf = { high: 'act', medium: 'plan', low: 'none' } as const

function Alarm({ alarm, minutes }: { readonly alarm: AlarmData; readonly minutes: number }) {
  const word = words.value.alarms
  const name = `${nameOf(alarm.machine)}${colons[language.value]}${word.kind[alarm.kind]}`
  const isShelved = alarm.state === 'Shelved'
  return (
    <li class={`alarm ${alarm.priority} ${alarm.state}`}>
      <p class="alarm-name">
        <AdviceGlyph level={glyphOf[alarm.priority]} />
        <b>{name}</b>
        <span class="visually-hidden">{word.priority[alarm.priority]}</span>
      </p>
      <p class="hint">
        <span class="alarm-state">{word.state[alarm.state]}</span> <When alarm={alarm} />
      </p>
      <div class="alarm-buttons">
        {!alarm.isAcknowledged && (
          <button
            type="button"
            aria-label={`${word.acknowledge}: ${name}`}
            onClick={() => acknowledgeAlarm(alarm)}
          >
            {word.acknowledge}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label={`${isShelved ? word.unshelve : word.shelve}: ${name}`}
          onClick={() => shelveAlarm(alarm, isShelved ? 0 : minutes)}
        >
          {isShelved ? word.unshelve : word.shelve}
        </button>
      </div>
    </li>
  )
}

function When({ alarm: { since, shelvedUntil, by } }: { readonly alarm: AlarmData }) {
  const word = words.value.alarms
  const time = (text: string) => timeOfDay(Date.parse(text), language.value)
  return (
    <>
      {shelvedUntil ? word.until(time(shelvedUntil)) : word.since(time(since))} {by && word.by(by)}
    </>
  )
}
