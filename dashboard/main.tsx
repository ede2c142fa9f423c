import './jitless.ts'
import './locale.ts'
import { effect } from '@preact/signals'
import { render } from 'preact'
import { browserClock } from './clock.ts'
import { followDesk } from './desk.ts'
import { followMachines } from './machines.ts'
import { followKind, isTraineePage } from './page.ts'
import { runPictures } from './picture.ts'
import { goLive, phase } from './store.ts'
import { openStream } from './stream.ts'
import { followKpi } from './system.ts'
import { followAddress } from './tab.ts'
import { attend, attendance } from './trainee.ts'
import { App } from './view/app.tsx'
import { TraineeApp } from './view/join.tsx'

followKind()
let closeStream = () => {}
followDesk(browserClock)
followMachines(browserClock)

if (isTraineePage) attendAClass()
else runABoard()

function runABoard() {
  followAddress()
  closeStream = openStream(browserClock)
  runPictures(browserClock)
  followKpi(browserClock)
}

/** The line is heard only by who is in the group. */
function attendAClass() {
  attend(browserClock)
  effect(() => {
    closeStream()
    closeStream = attendance.value === 'in' ? openStream(browserClock) : () => {}
  })
}

function reconnect() {
  closeStream()
  phase.value = 'opening'
  closeStream = openStream(browserClock)
}

addEventListener('keydown', (event) => {
  if (event.key === 'Escape') goLive()
})

const board = document.getElementById('board')
if (board && isTraineePage) render(<TraineeApp clock={browserClock} />, board)
else if (board) render(<App clock={browserClock} onSignedIn={reconnect} />, board)
