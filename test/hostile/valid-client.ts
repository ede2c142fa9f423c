import { wallClock } from '../../edge/io/clock.ts'
import { pingPacket, signIn, type Wire } from '../broker/wire.ts'
import type { Running } from '../flow/running.ts'

/** What a client without guile met while the others raged. */
export interface ValidReport {
  /** Requests over HTTP and pings over MQTT that were answered. */
  readonly answered: number
  readonly refused: readonly string[]
  readonly slowestMs: number
  /** Sign-ins of a newcomer to the broker, and the attempts that they took. */
  readonly newcomers: number
  readonly attempts: number
  readonly residentMb: { readonly before: number; readonly most: number; readonly after: number }
}

export interface ValidClient {
  stop(): Promise<ValidReport>
}

const pauseMs = 25
const mostAttempts = 50

export const wait = (delayMs: number): Promise<void> =>
  new Promise((resolve) => void wallClock.after(delayMs, resolve))

/** Asks for the state, pings, and signs in anew, over and over, until it is stopped. */
export async function startValidClient(
  service: Running,
  login: { user: string; password: string },
): Promise<ValidClient> {
  const port = Number(new URL(service.mqttUrl).port)
  const wire = await signIn(port, { clientId: 'valid', ...login })
  const refused: string[] = []
  const seen = { answered: 0, slowestMs: 0, newcomers: 0, attempts: 0 }
  const memory: number[] = []
  let isStopping = false

  const timed = async (what: string, ask: () => Promise<boolean>) => {
    const beforeMs = wallClock.monotonicMs()
    const isAnswered = await ask().catch(() => false)
    seen.slowestMs = Math.max(seen.slowestMs, wallClock.monotonicMs() - beforeMs)
    if (isAnswered) seen.answered++
    else refused.push(what)
  }
  const state = async () => {
    const answer = await service.get('/api/v1/state')
    const { kpi } = (await answer.json()) as { kpi: { residentMb: number } | null }
    if (kpi) memory.push(kpi.residentMb)
    return answer.ok
  }
  const ping = async () => (await wire.send(pingPacket).next())?.type === 13
  async function loop(): Promise<void> {
    for (let turn = 0; !isStopping && refused.length < 10; turn++) {
      await timed('state over HTTP', state)
      await timed('ping over MQTT', ping)
      if (turn % 20 === 0) {
        const attempts = await newcomer(port, login, turn)
        seen.attempts += attempts
        if (attempts <= mostAttempts) seen.newcomers++
        else refused.push('a newcomer over MQTT')
      }
      await wait(pauseMs)
    }
  }
  const done = loop()
  return {
    async stop() {
      // The service measures its memory once a second.
      await wait(2_500)
      isStopping = true
      await done
      wire.socket.destroy()
      return { ...seen, refused, residentMb: spanOf(memory) }
    },
  }
}

const spanOf = (values: readonly number[]): ValidReport['residentMb'] => ({
  ...{ before: values[0] ?? 0, after: values.at(-1) ?? 0 },
  most: values.reduce((most, value) => Math.max(most, value), 0),
})

/** Signs in and leaves, as a client that tries again would; the attempts that it took. */
async function newcomer(
  port: number,
  login: { user: string; password: string },
  turn: number,
): Promise<number> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const wire: Wire | null = await signIn(port, { clientId: `newcomer-${turn}`, ...login }).catch(() => null)
    wire?.socket.destroy()
    if (wire) return attempt
    await wait(20 * attempt)
  }
  return mostAttempts + 1
}
