import type { Clock, Log, Outbox } from '../contract/port.ts'
import { type Bus, type BusLogin, connectBus } from '../io/bus.ts'
import { type Pump, startPump } from '../io/pump.ts'
import { randomToken } from '../io/secret.ts'
import { createFeed, type Feed } from './feed.ts'
import { createLiveVoice, type LiveVoice } from './live-voice.ts'

/** The service on the bus: a mouth with the book behind it, and the ear of the board. */
export interface OnBus {
  readonly edge: Bus
  readonly voice: LiveVoice
  readonly pump: Pump
  readonly feed: Feed
  /** Says offline before it disconnects; what is not acknowledged stays in the outbox. */
  leave(): Promise<void>
}

export interface BusPlace {
  readonly url: string
  /** Passwords of the users `edge` and `viewer` of the embedded broker. */
  readonly logins: { readonly edge: string; readonly viewer: string }
  /** On a broker of one's own, for mouth and ear alike. */
  readonly own?: BusLogin | null
  readonly runId: string
  readonly prefix: string
  readonly outbox: Outbox
  readonly clock: Clock
  readonly log: Log
}

export function joinBus({ url, logins, own, runId, prefix, outbox, clock, log }: BusPlace): OnBus {
  const loginOf = (user: 'edge' | 'viewer') => own ?? { user, password: logins[user] }
  const voice = createLiveVoice(runId, prefix, clock, log)
  const since = new Date(clock.nowMs()).toISOString()
  const offline = (reason: string) => voice.message('status', { state: 'offline', since, reason })
  const will = offline('connection lost')
  const edge = connectBus({
    url,
    clientId: `edge-${runId}`,
    ...loginOf('edge'),
    will,
    clock,
    log,
  })
  voice.connect(edge)
  voice.say('status', { state: 'online', since, reason: 'started' })
  const ear = connectBus({
    url,
    clientId: `board-${randomToken(6)}`,
    ...loginOf('viewer'),
    clock,
    log,
  })
  const feed = createFeed(ear, prefix, log)
  const pump = startPump({ outbox, bus: edge, log })
  return {
    edge,
    voice,
    pump,
    feed,
    async leave() {
      pump.stop()
      await Promise.all([edge.close([offline('stopped')]), ear.close()])
    },
  }
}
