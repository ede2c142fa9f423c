import type { SecondCard } from '../contract/card.ts'
import type { Clock } from '../contract/port.ts'
import { secondLookPath } from '../contract/second-look.ts'
import { type FarHost, type SecondEye, valuesPerCrop } from './second-eye.ts'

/** After a failure nobody asks again for so long: a dead link must not slow the line. */
const restMs = 1000

/**
 * The larger model on another host. Whatever goes wrong there or on the way is null, so that what is in doubt stays so.
 * It need not be there yet: the line goes on without it, and with it as soon as it answers.
 */
export async function openFarEye(card: SecondCard, far: FarHost, clock: Clock): Promise<SecondEye> {
  let nextMs = Number.NEGATIVE_INFINITY
  // The first fetch of a thread takes long to load; no part should wait for that. What it answers does not matter.
  await ask(far, '/livez', {}, clock, (response) => response.arrayBuffer()).catch(() => undefined)
  return {
    card,
    async look(crops, count) {
      if (clock.monotonicMs() < nextMs) return null
      try {
        return await lookFar(card, far, crops, count, clock)
      } catch {
        nextMs = clock.monotonicMs() + restMs
        return null
      }
    },
    close: async () => undefined,
  }
}

/** Why the other host cannot look, in a sentence without its full stop; null if it can. Shows it a black crop. */
export async function faultOfFar(card: SecondCard, far: FarHost, clock: Clock): Promise<string | null> {
  const black = new Uint8Array(3 * card.input.sidePx ** 2)
  return lookFar(card, far, black, 1, clock).then(
    () => null,
    (error: unknown) => causeOf(error),
  )
}

/** @throws Error whatever is wrong with the answer, or that there is none */
async function lookFar(
  card: SecondCard,
  far: FarHost,
  crops: Uint8Array,
  count: number,
  clock: Clock,
): Promise<Float32Array> {
  const body = new Uint8Array(crops)
  const query = `?count=${count}&sha256=${card.sha256}`
  const headers = {
    'content-type': 'application/octet-stream',
    // Nothing to unpack: what comes is as long as it says.
    'accept-encoding': 'identity',
    ...(far.token && { authorization: `Bearer ${far.token}` }),
  }
  const wanted = 4 * count * valuesPerCrop(card)
  const take = async (response: Response) => {
    if (response.status !== 200)
      throw new Error(refusals[response.status] ?? `it answered ${response.status}`)
    const { headers: said } = response
    if (said.get('content-length') !== String(wanted) || said.has('content-encoding'))
      throw new Error('its answer has another length')
    return response.arrayBuffer()
  }
  const bytes = await ask(far, secondLookPath + query, { method: 'POST', body, headers }, clock, take)
  // Every computer that onnxruntime runs on is little-endian.
  const maps = new Float32Array(bytes)
  if (!maps.every(Number.isFinite)) throw new Error('its answer holds what is no number')
  return maps
}

const refusals: Readonly<Record<number, string>> = {
  400: 'it refused the request',
  401: 'it refused the token',
  409: 'it holds another model',
  503: 'it has too much to do',
}

/** One request, its whole answer within the time, and nothing left behind. */
async function ask<T>(
  { url, timeoutMs }: FarHost,
  route: string,
  init: RequestInit,
  clock: Clock,
  take: (response: Response) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  const cancel = clock.after(timeoutMs, () => abort.abort(new Error(`no answer within ${timeoutMs} ms`)))
  try {
    const response = await fetch(url + route, { ...init, redirect: 'error', signal: abort.signal })
    return await take(response)
  } finally {
    cancel()
    abort.abort()
  }
}

/** fetch wraps what the socket said. */
function causeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(inner instanceof Error)) return String(inner)
  const code = 'code' in inner ? String(inner.code) : ''
  return inner.message || code
}
