import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { GroupView } from '../../edge/contract/group.ts'
import type { Clock } from '../../edge/contract/port.ts'
import { close, group, groupProblem, hidesNames, open, pollGroup, reset } from '../group.ts'
import { nameOf, words } from '../language.ts'
import { run } from '../store.ts'
import { GroupTables } from './group-table.tsx'
import { Panel } from './panel.tsx'
import { Qr } from './qr.tsx'

/** The trainer's side of a group: how to join, what came of it. Whoever may not teach sees nothing of it. */
export function Group({ clock }: { readonly clock: Clock }) {
  useEffect(() => pollGroup(clock), [clock])
  const now = group.value
  if (!now) return null
  const word = words.value.group
  return (
    <Panel id="group" title={word.title} aside={now.state !== 'none' && <Actions state={now.state} />}>
      {now.state === 'none' && (
        <>
          <p>{word.intro}</p>
          <p class="group-open">
            <button type="button" class="main" onClick={open}>
              {word.open}
            </button>
          </p>
        </>
      )}
      {now.state === 'open' && now.code && <Invitation now={now} code={now.code} />}
      {now.state === 'closed' && <p>{word.closed}</p>}
      <p class="problem" role="alert">
        {groupProblem.value === 'away' && word.away}
        {groupProblem.value && groupProblem.value !== 'away' && (
          <span lang="en">{`${groupProblem.value.message} ${groupProblem.value.remedy}`}</span>
        )}
      </p>
      {now.state !== 'none' && (
        <>
          <Printed openedAt={now.openedAt} />
          <GroupTables table={now.table} />
        </>
      )}
    </Panel>
  )
}

/** On paper: when, on which line, and that nothing here is a factory. */
function Printed({ openedAt }: { readonly openedAt: string | null }) {
  const known = run.value
  if (!known || openedAt === null) return null
  const word = words.value
  const kind = known.isSimulated ? `${word.simulated}. ${word.simulatedHint}` : known.source
  return <p class="group-printed">{word.group.printed(openedAt.slice(0, 10), nameOf(known.line), kind)}</p>
}

/** In the largest letters of the board: it is read from the last row. */
function Invitation({ now: { joinUrls }, code }: { readonly now: GroupView; readonly code: string }) {
  const word = words.value.group
  const [first] = joinUrls
  const here = `${location.origin}/#join`
  const spoken = `${code.slice(0, 3)} ${code.slice(3)}`
  return (
    <div class="invitation">
      {first && <Qr text={`${first}=${code}`} label={word.qr} />}
      <div>
        <p class="hint">{word.code}</p>
        <p class="group-code">{spoken}</p>
        <p>{word.address}</p>
        <ul class="join-urls">
          {(first ? joinUrls : [here]).map((url) => (
            <li key={url} class="mono">
              {url}
            </li>
          ))}
        </ul>
        <p class="hint">{first ? word.warning : word.onlyHere}</p>
      </div>
    </div>
  )
}

/** The safe answer, when the question takes the place of what was pressed. */
const focus = (button: HTMLButtonElement | null) => button?.focus()

function Actions({ state }: { readonly state: GroupView['state'] }) {
  const word = words.value.group
  const isSure = useSignal(false)
  const flipNames = () => {
    hidesNames.value = !hidesNames.value
  }
  const forget = async () => {
    isSure.value = false
    await reset()
  }
  const ask = (sure: boolean) => () => {
    isSure.value = sure
  }
  if (isSure.value)
    return (
      <div class="switches">
        <span>{word.sure}</span>
        <button type="button" class="main" onClick={forget}>
          {word.yes}
        </button>
        <button ref={focus} type="button" onClick={ask(false)}>
          {word.no}
        </button>
      </div>
    )
  return (
    <div class="switches">
      <button type="button" class="switch" aria-pressed={hidesNames.value} onClick={flipNames}>
        {word.hideNames}
      </button>
      <a href="/api/v1/group/export?format=csv" download>
        CSV
      </a>
      <a href="/api/v1/group/export?format=json" download>
        JSON
      </a>
      <button type="button" onClick={() => print()}>
        {word.print}
      </button>
      {state === 'open' && (
        <button type="button" onClick={close}>
          {word.close}
        </button>
      )}
      <button type="button" onClick={ask(true)}>
        {word.reset}
      </button>
    </div>
  )
}
