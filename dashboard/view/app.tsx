import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { words } from '../language.ts'
import { followDrift } from '../stage.ts'
import { phase, run } from '../store.ts'
import { tab } from '../tab.ts'
import { Announcer } from './announcer.tsx'
import { Claim } from './claim.tsx'
import { Classroom } from './classroom.tsx'
import { Count } from './count.tsx'
import { Desk } from './desk.tsx'
import { Header } from './header.tsx'
import { History } from './history.tsx'
import { Inspect } from './inspect.tsx'
import { Load } from './load.tsx'
import { Machines } from './machines.tsx'
import { Notices, Waiting } from './notice.tsx'
import { Part } from './part.tsx'
import { Quality } from './quality.tsx'
import { Service } from './service.tsx'
import { SignIn } from './sign-in.tsx'
import { Stage } from './stage.tsx'
import { Station } from './station.tsx'
import { Strip } from './strip.tsx'
import { System } from './system.tsx'
import { panelId, Tabs, tabId } from './tabs.tsx'
import { Teach } from './teach.tsx'

interface AppProps {
  readonly clock: Clock
  readonly onSignedIn: () => void
}

/** The whole page: the board if there is one to show, else what stands in its way. */
export function App({ clock, onSignedIn }: AppProps) {
  const isSignedOut = phase.value === 'signed-out'
  const isOpen = !isSignedOut && run.value !== null
  return (
    <>
      <a class="skip" href="#content">
        {words.value.skip}
      </a>
      <Header>{isOpen && <Tabs />}</Header>
      <main id="content" tabIndex={-1}>
        {isSignedOut ? <SignIn onSignedIn={onSignedIn} /> : isOpen ? <Board clock={clock} /> : <Waiting />}
      </main>
      <Announcer clock={clock} />
    </>
  )
}

function Board({ clock }: { readonly clock: Clock }) {
  useEffect(() => followDrift(clock), [clock])
  const name = tab.value
  return (
    <>
      <Notices />
      <div id={panelId(name)} class={`board view-${name}`} role="tabpanel" aria-labelledby={tabId(name)}>
        {name === 'line' && <Line />}
        {name === 'quality' && <Quality clock={clock} />}
        {name === 'desk' && <Desk clock={clock} />}
        {name === 'machines' && <Machines clock={clock} />}
        {name === 'history' && <History />}
        {name === 'teach' && <Teach clock={clock} />}
        {name === 'classroom' && <Classroom clock={clock} />}
        {name === 'system' && <Service clock={clock} />}
      </div>
      <System />
      <Stage />
    </>
  )
}

const Line = () => (
  <>
    <Inspect />
    <Claim />
    <Strip />
    <Part />
    <Count />
    <Load />
    <Station />
  </>
)
