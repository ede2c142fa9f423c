import './jitless.ts'
import './locale.ts'
import { render } from 'preact'
import { browserClock } from './clock.ts'
import { followDesk } from './desk.ts'
import { followMachines } from './machines.ts'
import { runPictures } from './picture.ts'
import { goLive, phase } from './store.ts'
import { openStream } from './stream.ts'
import { followAddress } from './tab.ts'
import { App } from './view/app.tsx'

followAddress()
let closeStream = openStream(browserClock)
runPictures(browserClock)
followDesk(browserClock)
followMachines(browserClock)

function reconnect() {
  closeStream()
  phase.value = 'opening'
  closeStream = openStream(browserClock)
}

addEventListener('keydown', (event) => {
  if (event.key === 'Escape') goLive()
})

const board = document.getElementById('board')
if (board) render(<App clock={browserClock} onSignedIn={reconnect} />, board)
