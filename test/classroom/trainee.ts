import { request } from 'node:http'
import type { AnswerRequest } from '../../edge/contract/group.ts'
import { AnswerTaken, TraineeState } from '../../edge/contract/group.ts'
import type { Block, BlockOf, Lesson } from '../../edge/contract/lesson.ts'

/** A question of a lesson, and where it stands. */
export interface Question {
  readonly place: Pick<AnswerRequest, 'lesson' | 'step' | 'block'>
  readonly block: BlockOf<'choice'> | BlockOf<'number'>
}

const isQuestion = (block: Block): block is Question['block'] =>
  block.kind === 'choice' || block.kind === 'number'

export const questionsOf = (lessons: readonly Lesson[]): Question[] =>
  lessons.flatMap(({ id, steps }) =>
    steps.flatMap(({ blocks }, step) =>
      blocks.flatMap((block, index) =>
        isQuestion(block) ? [{ place: { lesson: id, step, block: index }, block }] : [],
      ),
    ),
  )

/** A right or a wrong answer, as a board would send it: where the line is asked, with the figure that it showed. */
export function answerTo({ block }: Question, isRight: boolean): Pick<AnswerRequest, 'given' | 'wanted'> {
  if (block.kind === 'choice')
    return { given: block.options.findIndex((option) => option.isRight === isRight), wanted: null }
  const wanted = typeof block.answer === 'number' ? block.answer : 50
  return {
    given: isRight ? wanted : wanted + 10 * block.within + 1,
    wanted: typeof block.answer === 'number' ? null : wanted,
  }
}

/** One trainee with a phone: joins once, and keeps the cookie. */
export interface SimulatedTrainee {
  readonly nickname: string
  /** All that was ever sent, by id. */
  readonly sent: ReadonlyMap<string, AnswerRequest>
  /** Ids that the service has answered. */
  readonly acknowledged: ReadonlySet<string>
  /** Makes an answer and keeps it to be sent. */
  write(question: Question, isRight: boolean): AnswerRequest
  /** What the service says of it. */
  send(answer: AnswerRequest): Promise<boolean>
  /** Sends it and hangs up before the service can answer. */
  sendAndHangUp(answer: AnswerRequest): Promise<void>
  get(route: string, signal?: AbortSignal): Promise<Response>
  /** Comes back with the same cookie, perhaps to a service that was restarted elsewhere. */
  comeBack(url: string): Promise<void>
}

export async function joinGroup(url: string, code: string, wish: string): Promise<SimulatedTrainee> {
  const answer = await fetch(`${url}/api/v1/group/join`, post({ code, nickname: wish }))
  if (!answer.ok) throw new Error(`joining: ${answer.status} ${await answer.text()}`)
  const token = /=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? ''
  let { nickname, page } = TraineeState.parse(await answer.json())
  let place = url
  const sent = new Map<string, AnswerRequest>()
  const acknowledged = new Set<string>()
  const headers = () => ({ cookie: `jidoka_group_${new URL(place).port}=${token}` })
  const get = (route: string, signal?: AbortSignal) =>
    fetch(place + route, { headers: headers(), ...(signal && { signal }) })
  return {
    ...{ nickname, sent, acknowledged, get },
    write(question, isRight) {
      const written = { id: `${page}-${sent.size}`, ...question.place, ...answerTo(question, isRight) }
      sent.set(written.id, written)
      return written
    },
    async send(written) {
      const { headers: type, ...init } = post(written)
      const said = await fetch(`${place}/api/v1/group/answers`, {
        ...init,
        headers: { ...type, ...headers() },
      })
      if (!said.ok) throw new Error(`answering: ${said.status} ${await said.text()}`)
      const { isRight } = AnswerTaken.parse(await said.json())
      acknowledged.add(written.id)
      return isRight
    },
    sendAndHangUp: (written) => hangUp(`${place}/api/v1/group/answers`, written, headers()),
    async comeBack(to) {
      place = to
      const state = TraineeState.parse(await (await get('/api/v1/group/me')).json())
      if (state.nickname !== nickname) throw new Error(`${nickname} came back as ${state.nickname}`)
      page = state.page
    },
  }
}

const json = { 'content-type': 'application/json' }
const post = (body: unknown) => ({ method: 'POST', headers: json, body: JSON.stringify(body) })

/** The socket is torn as soon as the request has left. */
const hangUp = (url: string, body: unknown, headers: Record<string, string>): Promise<void> =>
  new Promise((resolve) => {
    const asked = request(url, { method: 'POST', headers: { ...json, ...headers }, agent: false })
    asked.on('error', () => undefined).on('close', () => resolve())
    asked.end(JSON.stringify(body), () => asked.destroy())
  })
