import { JidokaError } from '../contract/error.ts'
import { type AnswerRequest, type GroupEvent, mostAnswers, mostTrainees } from '../contract/group.ts'
import type { Clock } from '../contract/port.ts'
import { freeNickname, type Group, type Trainee } from '../core/classroom/group.ts'
import { judge } from '../core/classroom/judge.ts'
import { guessLimit } from '../io/guess-limit.ts'
import type { GroupDoor } from '../io/http-tools.ts'
import type { ReadLessons } from '../io/lesson-shelf.ts'
import { fingerprint, isSameSecret, randomToken } from '../io/secret.ts'

/** Where a group meets. */
export interface Room {
  present(): Group | null
  /** Ends when it is on disk. @throws {JidokaError} BOOK_UNUSABLE */
  say(event: GroupEvent): Promise<void>
  isOpen(): boolean
  readonly lessons: ReadLessons
}

/** Wrong codes a minute from one address and from all: the code of a group of eight hours is guessed once in ten thousand times. */
const mostGuesses = { each: 20, all: 200 }

type TraineeSide = Pick<GroupDoor, 'join' | 'traineeOf' | 'me' | 'answer' | 'inspect' | 'play' | 'leave'>

export function traineeSide(room: Room, clock: Clock): TraineeSide {
  const guesses = guessLimit(clock, mostGuesses.each, 'codes')
  const allGuesses = guessLimit(clock, mostGuesses.all, 'codes')
  return {
    async join({ code, nickname }, address) {
      guesses.check(address)
      allGuesses.check('all')
      const group = room.present()
      if (group === null || !room.isOpen() || !isSameSecret(code, group.code)) {
        guesses.addFailure(address)
        allGuesses.addFailure('all')
        throw new JidokaError('GROUP_CODE_WRONG', 'No open group has this code.')
      }
      return admit(room, group, nickname)
    },
    traineeOf(token) {
      const secret = fingerprint(token)
      const found = [...(room.present()?.trainees.values() ?? [])].find((each) => each.secret === secret)
      return found && !found.hasLeft ? { trainee: found.trainee, isOpen: room.isOpen() } : null
    },
    me(number) {
      const { group, trainee } = known(room, number)
      const { openedAt, closesAt } = group
      const page = randomToken(6)
      return { nickname: trainee.nickname, group: openedAt, isOpen: room.isOpen(), closesAt, page }
    },
    answer: (number, request) => answer(room, number, request),
    async inspect(number, round) {
      requireRoom(room, known(room, number).trainee.rounds, round)
      await room.say({ kind: 'inspected', trainee: number, round })
      return { rounds: known(room, number).trainee.rounds.length }
    },
    async play(number, game) {
      requireRoom(room, known(room, number).trainee.games, game)
      await room.say({ kind: 'played', trainee: number, game })
      return { games: known(room, number).trainee.games.length }
    },
    leave: (number) => room.say({ kind: 'left', trainee: number }),
  }
}

async function admit(room: Room, group: Group, wish: string): ReturnType<GroupDoor['join']> {
  if (group.trainees.size >= mostTrainees)
    throw new JidokaError('GROUP_FULL', `The group holds ${mostTrainees} trainees.`)
  const token = randomToken()
  const trainee = group.trainees.size + 1
  const nickname = freeNickname(wish, group)
  await room.say({ kind: 'joined', trainee, nickname, secret: fingerprint(token) })
  return { token, trainee, closesAt: group.closesAt }
}

/** @throws {JidokaError} NOT_SIGNED_IN for a trainee of a group that is gone */
function known(room: Room, number: number): { group: Group; trainee: Trainee } {
  const group = room.present()
  const trainee = group?.trainees.get(number)
  if (!group || !trainee) throw new JidokaError('NOT_SIGNED_IN', 'The group of this trainee is gone.')
  return { group, trainee }
}

/** What is new needs a group that is open, and has its bound; a repeat is always welcome. */
function requireRoom(
  room: Room,
  said: readonly { readonly id: string }[],
  { id }: { readonly id: string },
): void {
  if (said.some((each) => each.id === id)) return
  if (!room.isOpen()) throw new JidokaError('GROUP_CLOSED', 'The group is closed.')
  if (said.length >= mostAnswers)
    throw new JidokaError('GROUP_FULL', `A trainee may answer ${mostAnswers} times.`)
}

async function answer(room: Room, number: number, request: AnswerRequest): Promise<{ isRight: boolean }> {
  const [en, zh] = await Promise.all([room.lessons('en'), room.lessons('zh')])
  const { answers } = known(room, number).trainee
  requireRoom(room, answers, request)
  const before = answers.find(({ id }) => id === request.id)
  // A folder of one's own may hold one language; where it holds both, they ask the same.
  const judged = before ?? judge(request, [...en.lessons, ...zh.lessons])
  if (judged === null) throw new JidokaError('NOT_FOUND', 'No lesson asks this, or not so.')
  const { isRight, judgedBy } = judged
  await room.say({ kind: 'answered', trainee: number, answer: before ?? { ...request, isRight, judgedBy } })
  return { isRight }
}
