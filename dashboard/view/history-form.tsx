import type { HistoryFilter } from '../../edge/contract/history.ts'
import { Evaluation } from '../../edge/contract/inspection.ts'
import { filter, search } from '../history.ts'
import { nameOf, words } from '../language.ts'
import { run } from '../store.ts'

/** A choice is searched for at once, text when it is done. */
export function HistoryForm() {
  const { history, evaluation } = words.value
  const now = filter.value
  const classes = Object.keys(run.value?.limitsMm ?? {})
  const set = (change: { readonly [Name in keyof HistoryFilter]: string }) => {
    const next = Object.entries({ ...filter.peek(), ...change }).filter(([, value]) => value !== '')
    void search(Object.fromEntries(next) as HistoryFilter)
  }
  return (
    <form class="history-form" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>{words.value.verdict.title}</span>
        <select
          value={now.evaluation ?? ''}
          onChange={(event) => set({ evaluation: event.currentTarget.value })}
        >
          <option value="">{history.any}</option>
          {Evaluation.options.map((name) => (
            <option key={name} value={name}>
              {evaluation[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{words.value.verdict.class}</span>
        <select value={now.class ?? ''} onChange={(event) => set({ class: event.currentTarget.value })}>
          <option value="">{history.any}</option>
          {classes.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{words.value.verdict.part}</span>
        <input
          type="search"
          value={now.part ?? ''}
          maxLength={128}
          onChange={(event) => set({ part: event.currentTarget.value.trim() })}
        />
      </label>
      <Moment name={history.from} value={now.from} onChange={(from) => set({ from })} />
      <Moment name={history.until} value={now.until} onChange={(until) => set({ until })} />
    </form>
  )
}

interface MomentProps {
  readonly name: string
  readonly value: string | undefined
  /** ISO 8601, UTC; empty: none. */
  onChange(value: string): void
}

/** On the clock of the viewer. */
function Moment({ name, value, onChange }: MomentProps) {
  return (
    <label>
      <span>{name}</span>
      <input
        type="datetime-local"
        value={value === undefined ? '' : localTime(new Date(value))}
        onChange={({ currentTarget: { value: typed } }) =>
          onChange(typed === '' ? '' : new Date(typed).toISOString())
        }
      />
    </label>
  )
}

/** As the field wants it: `2026-01-31T12:00`. */
function localTime(time: Date): string {
  const local = new Date(time.getTime() - 60_000 * time.getTimezoneOffset())
  return local.toISOString().slice(0, 16)
}
