import { useSignal } from '@preact/signals'
import type { TargetedSubmitEvent } from 'preact'
import type { ErrorBody } from '../../edge/contract/api.ts'
import type { Clock } from '../../edge/contract/port.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { waitingCount } from '../outbox.ts'
import { broughtCode } from '../page.ts'
import { run } from '../store.ts'
import { attendance, join, joinProblem, leave, trainee } from '../trainee.ts'
import { Classroom } from './classroom.tsx'
import { Header } from './header.tsx'
import { Notices, Waiting } from './notice.tsx'

/** A trainee's whole page: code and name, then the classroom. */
export function TraineeApp({ clock }: { readonly clock: Clock }) {
  const word = words.value.group
  const state = attendance.value
  return (
    <>
      <Header>{trainee.value && <Attending />}</Header>
      <main id="content" tabIndex={-1}>
        {state === 'asking' && <p class="waiting">{words.value.notice.opening}</p>}
        {state === 'away' && <p class="waiting">{words.value.notice.unreachable}</p>}
        {state === 'form' && <JoinForm clock={clock} />}
        {state === 'closed' && (
          <p class="waiting" role="status">
            {word.over}
          </p>
        )}
        {state === 'in' && (run.value ? <Room clock={clock} /> : <Waiting />)}
      </main>
    </>
  )
}

const Room = ({ clock }: { readonly clock: Clock }) => (
  <>
    <Notices />
    <div class="board view-classroom">
      <Classroom clock={clock} />
    </div>
  </>
)

/** Who is here, whether all was sent, and the way out. */
function Attending() {
  const word = words.value.group
  const waiting = waitingCount()
  return (
    <p class="attending">
      <b>{trainee.value?.nickname}</b>
      <span role="status">{waiting > 0 && word.unsent(decimal(waiting, language.value))}</span>
      <button type="button" class="quiet" onClick={leave}>
        {word.leave}
      </button>
    </p>
  )
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

function JoinForm({ clock }: { readonly clock: Clock }) {
  const word = words.value.group
  const isBusy = useSignal(false)
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    isBusy.value = true
    await join(textOf(form, 'code'), textOf(form, 'nickname'), clock)
    isBusy.value = false
  }
  return (
    <form class="panel sign-in" onSubmit={submit} aria-labelledby="join-title">
      <h2 id="join-title">{word.joinTitle}</h2>
      <label>
        {word.code}
        <input
          name="code"
          class="code-field"
          required
          maxLength={12}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          defaultValue={broughtCode()}
        />
      </label>
      <label>
        {word.nickname}
        <input name="nickname" required maxLength={20} autocomplete="off" />
      </label>
      <p class="hint">{word.privacy}</p>
      <p class="problem" role="alert">
        {joinProblem.value && <Problem of={joinProblem.value} />}
      </p>
      <button type="submit" class="main" disabled={isBusy.value}>
        {isBusy.value ? words.value.notice.busy : word.join}
      </button>
    </form>
  )
}

function Problem({ of }: { readonly of: ErrorBody | 'away' }) {
  const { refusal, away } = words.value.group
  if (of === 'away') return away
  return refusal[of.code as keyof typeof refusal] ?? <span lang="en">{`${of.message} ${of.remedy}`}</span>
}
