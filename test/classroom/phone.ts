import { setTimeout as wait } from 'node:timers/promises'
import type { ResultData } from '../../edge/contract/event.ts'
import type { Question, SimulatedTrainee } from './trainee.ts'

const partsInARound = 20

/** What a phone in a lesson does until it is stopped: it hears the line, answers every three seconds, looks at curves every five. */
export interface Phone {
  readonly slowestMs: number
  readonly answers: number
}

/**
 * @param number sets phones apart, so that they do not move in step
 * @param recent the last parts of the line, whose pictures the inspection station shows
 */
export async function usePhone(
  trainee: SimulatedTrainee,
  number: number,
  questions: readonly Question[],
  recent: () => readonly ResultData[],
  signal: AbortSignal,
): Promise<Phone> {
  const took: number[] = []
  let answers = 0
  // A class opens its lesson within ten seconds, not at one blow.
  await wait((number % 30) * 333, undefined, { signal }).catch(() => undefined)
  const live = trainee.get('/api/v1/live', signal).then((answer) => drain(answer))
  await Promise.all(['/api/v1/state', '/api/v1/lessons?language=zh', '/api/v1/machines'].map(read))
  const station = lookAtParts()
  for (let turn = 0; !signal.aborted; turn++) {
    await wait(1000, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    if (turn % 3 === 0) await answer(Math.floor(turn / 3))
    if (turn % 5 === 2) await read('/api/v1/quality')
  }
  await Promise.all([live, station])
  return { slowestMs: Math.max(0, ...took), answers }

  async function answer(turn: number): Promise<void> {
    const question = questions[(number + turn) % questions.length]
    if (!question) return
    const written = trainee.write(question, turn % 2 === 1)
    const startMs = performance.now()
    await trainee.send(written)
    took.push(performance.now() - startMs)
    answers += 1
  }
  async function read(route: string): Promise<void> {
    const found = await trainee.get(route)
    await found.arrayBuffer()
  }
  /** A round at the inspection station: the frames of twenty parts. */
  async function lookAtParts(): Promise<void> {
    for (const { partId } of recent().slice(-partsInARound)) {
      if (signal.aborted) return
      await read(`/api/v1/parts/${encodeURIComponent(partId)}/image`)
    }
  }
}

async function drain(answer: Response): Promise<void> {
  const reader = answer.body?.getReader()
  try {
    while (reader && !(await reader.read()).done);
  } catch {
    // The phase is over, and the stream with it.
  }
}
