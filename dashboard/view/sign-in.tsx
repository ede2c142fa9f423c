import { useSignal } from '@preact/signals'
import type { TargetedSubmitEvent } from 'preact'
import { signIn } from '../api.ts'
import { words } from '../language.ts'

/** The service sends a one-time link that it does not know back here. */
const usedLink = new URLSearchParams(location.search).get('sign-in') === 'failed'

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Shown when the service answers 401. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const word = words.value.signIn
  const problem = useSignal<'usedLink' | 'wrong' | 'failed' | null>(usedLink ? 'usedLink' : null)
  const isBusy = useSignal(false)

  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    isBusy.value = true
    const answer = await signIn({ user: textOf(form, 'user'), password: textOf(form, 'password') })
    isBusy.value = false
    if (answer.kind === 'ok') return onSignedIn()
    problem.value = answer.kind === 'signed-out' ? 'wrong' : 'failed'
  }

  return (
    <form class="panel sign-in" onSubmit={submit} aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">{word.title}</h2>
      <p class="hint">{word.hint}</p>
      <label>
        {word.user}
        <input name="user" autocomplete="username" required maxLength={64} defaultValue="admin" />
      </label>
      <label>
        {word.password}
        <input name="password" type="password" autocomplete="current-password" required maxLength={256} />
      </label>
      <p class="problem" role="alert">
        {problem.value && word[problem.value]}
      </p>
      <button type="submit" class="main" disabled={isBusy.value}>
        {isBusy.value ? words.value.notice.busy : word.submit}
      </button>
    </form>
  )
}
