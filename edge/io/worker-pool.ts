import { Worker } from 'node:worker_threads'
import type { Log } from '../contract/port.ts'
import { wallClock } from './clock.ts'

/** Several identical threads that answer requests. A worker file says `'ready'`, then answers `{ id, request }` with `{ id, answer }` or `{ id, error }`. */
export interface WorkerPool<Request, Answer> {
  /** Resolves with the answer; rejects if the worker failed or died. Buffers in `transfer` move to the worker. */
  ask(request: Request, transfer: readonly ArrayBuffer[]): Promise<Answer>
  /** Resolves once every worker has started, rejects with the first that could not. */
  readonly ready: Promise<void>
  /** One worker dies, as if by itself: what it had in hand fails, and another takes its place. */
  endOne(): void
  close(): Promise<void>
}

export interface WorkerPoolOptions {
  readonly file: string
  readonly count: number
  readonly workerData: unknown
  readonly log: Log
  /** Whether the worker ends by itself when told to `end`, and must not be ended within a request. */
  readonly isPatient?: boolean
  /** Room for young objects of each thread: one that hardly makes any runs no slower with 1 MB, and each saves some 10 MB. */
  readonly youngMb?: number
}

interface Waiting<Answer> {
  resolve(answer: Answer): void
  reject(error: Error): void
}

interface Member<Answer> {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting<Answer>>
  isReady: boolean
  readonly started: Promise<void>
}

type Message<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: string }

/** A worker that dies takes its own requests with it, and is replaced; one that never got ready is not tried again. */
export function createWorkerPool<Request, Answer>(options: WorkerPoolOptions): WorkerPool<Request, Answer> {
  const members: Member<Answer>[] = []
  let nextId = 0
  let isClosed = false

  const hire = () => {
    const member = startMember<Answer>(options)
    members.push(member)
    member.worker.on('error', (error) => bury(member, error instanceof Error ? error.message : String(error)))
    member.worker.on('exit', () => bury(member, 'the worker thread ended'))
    return member.started
  }
  const bury = (member: Member<Answer>, cause: string) => {
    const place = members.indexOf(member)
    if (place < 0) return
    members.splice(place, 1)
    for (const { reject } of member.waiting.values()) reject(new Error(cause))
    if (isClosed || !member.isReady) return
    options.log.error('a worker thread died and is replaced', { cause })
    hire().catch(() => undefined)
  }
  const ready = Promise.all(Array.from({ length: options.count }, hire)).then(() => undefined)
  // Whoever does not wait for it hears of the failure from the first request.
  ready.catch(() => undefined)

  return {
    ready,
    ask(request, transfer) {
      const member = leastBusy(members)
      const id = nextId++
      return new Promise((resolve, reject) => {
        if (!member || isClosed) return reject(new Error('no worker thread is running'))
        member.waiting.set(id, { resolve, reject })
        member.worker.postMessage({ id, request }, [...transfer])
      })
    },
    endOne() {
      const member = leastBusy(members.filter(({ isReady }) => isReady))
      if (member) void end(member.worker, options)
    },
    async close() {
      isClosed = true
      await ready.catch(() => undefined)
      await Promise.all(members.map(({ worker }) => end(worker, options)))
    },
  }
}

/** One that hangs is ended all the same. */
const patienceMs = 3000

async function end(worker: Worker, { isPatient = false }: WorkerPoolOptions): Promise<void> {
  if (isPatient) {
    worker.postMessage('end')
    await new Promise<void>((resolve) => {
      const cancel = wallClock.after(patienceMs, resolve)
      worker.once('exit', () => {
        cancel()
        resolve()
      })
    })
  }
  await worker.terminate()
}

function startMember<Answer>({ file, workerData, youngMb }: WorkerPoolOptions): Member<Answer> {
  const resourceLimits = youngMb === undefined ? {} : { maxYoungGenerationSizeMb: youngMb }
  const worker = new Worker(file, { workerData, resourceLimits })
  const member: Member<Answer> = {
    worker,
    waiting: new Map(),
    isReady: false,
    started: new Promise((resolve, reject) => {
      worker.on('message', (message: 'ready' | Message<Answer>) => {
        if (message !== 'ready') return settle(member, message)
        member.isReady = true
        resolve()
      })
      worker.once('error', reject)
    }),
  }
  return member
}

function settle<Answer>(member: Member<Answer>, message: Message<Answer>): void {
  const waiting = member.waiting.get(message.id)
  member.waiting.delete(message.id)
  if ('error' in message) waiting?.reject(new Error(message.error))
  else waiting?.resolve(message.answer)
}

function leastBusy<Answer>(members: readonly Member<Answer>[]): Member<Answer> | undefined {
  return members.reduce<Member<Answer> | undefined>(
    (best, member) => (best && best.waiting.size <= member.waiting.size ? best : member),
    undefined,
  )
}
