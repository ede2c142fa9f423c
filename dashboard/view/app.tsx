import type { Clock } from '../../edge/contract/port.ts'
import { words } from '../language.ts'
import { phase, run } from '../store.ts'
import { Announcer } from './announcer.tsx'
import { Claim } from './claim.tsx'
import { Count } from './count.tsx'
import { Header } from './header.tsx'
import { Inspect } from './inspect.tsx'
import { Load } from './load.tsx'
import { Notices, Waiting } from './notice.tsx'
import { SignIn } from './sign-in.tsx'
import { Station } from './station.tsx'
import { Strip } from './strip.tsx'
import { System } from './system.tsx'

interface AppProps {
  readonly clock: Clock
  readonly onSignedIn: () => void
}

/** The whole page: the board if there is one to show, else what stands in its way. */
export function App({ clock, onSignedIn }: AppProps) {
  const isSignedOut = phase.value === 'signed-out'
  return (
    <>
      <a class="skip" href="#inspect">
        {words.value.skip}
      </a>
      <Header />
      <main id="inspect" tabIndex={-1}>
        {isSignedOut ? <SignIn onSignedIn={onSignedIn} /> : run.value ? <Board /> : <Waiting />}
      </main>
      <Announcer clock={clock} />
    </>
  )
}

function Board() {
  return (
    <>
      <Notices />
      <div class="board">
        <Inspect />
        <Claim />
        <Strip />
        <Count />
        <Load />
        <Station />
      </div>
      <System />
    </>
  )
}
