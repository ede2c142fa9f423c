import { z } from 'zod'
import { machineKinds } from './machine.ts'
import { UpkeepStop, upkeepLives, upkeepRounds } from './upkeep-game.ts'

/** Of one group; a trainer who needs more opens a second service. */
export const mostTrainees = 200
/** Of one trainee: far more than all lessons ask, and nothing for a program that floods the file. */
export const mostAnswers = 1000
export const mostNickname = 20

/** Crockford's 32 signs: no I, L, O and U, so that nobody reads one for another. */
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const codeLength = 6

/** As people type: small letters, dashes and blanks, O for 0, I and L for 1. */
export const plainCode = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')

const GroupCode = z.string().regex(new RegExp(`^[${codeAlphabet}]{${codeLength}}$`))

/** One line of text: no control signs, no marks that turn the direction of writing, single blanks. */
export const cleanNickname = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

export const Nickname = z.string().max(200).overwrite(cleanNickname).min(1).max(mostNickname)

/** Which question: the lesson and the place in it, as in the files of either language. */
export const QuestionPlace = z.object({
  lesson: z.string().regex(/^[a-z0-9-]{1,60}$/, 'the name of a lesson'),
  step: z.number().int().min(0).max(100),
  block: z.number().int().min(0).max(1000),
})
export type QuestionPlace = z.infer<typeof QuestionPlace>

/** Made by the page that sends it: the same answer sent twice is one answer. */
const AnswerId = z.string().regex(/^[\w-]{1,40}$/, 'up to 40 letters, digits, _ and -')

/** `POST /api/v1/group/answers`. Whether it is right says the service, by the lesson's file. */
export const AnswerRequest = z
  .strictObject({
    id: AnswerId,
    ...QuestionPlace.shape,
    given: z.number().describe('the option by its place from 0, or the number'),
    wanted: z
      .number()
      .nullable()
      .describe('what the line showed on that board, where a question asks for it; else null'),
  })
  .meta({ id: 'AnswerRequest' })
export type AnswerRequest = z.infer<typeof AnswerRequest>

/** An answer as it is kept. `judgedBy` board: the figure it was held against came from the trainee's own board. */
export const GroupAnswer = z
  .object({ ...AnswerRequest.shape, isRight: z.boolean(), judgedBy: z.enum(['service', 'board']) })
  .meta({ id: 'GroupAnswer' })
export type GroupAnswer = z.infer<typeof GroupAnswer>

const count = z.number().int().min(0).max(1000)

/** `POST /api/v1/group/hands`: a round at the inspection station, counted by the board against the truth. */
export const HandRound = z
  .strictObject({
    id: AnswerId,
    defective: count,
    escapes: count,
    good: count,
    falseRejects: count,
    late: count.describe('passed unseen, for nobody answered within the takt; among the parts above'),
    secondsPerPart: z.number().min(0).max(3600),
  })
  .refine(({ defective, escapes }) => escapes <= defective, 'more escapes than defective parts')
  .refine(({ good, falseRejects }) => falseRejects <= good, 'more false rejects than good parts')
  .refine(({ defective, good }) => defective + good > 0, 'a round without parts')
  .refine(({ late, defective, good }) => late <= defective + good, 'more late parts than parts')
  .meta({ id: 'HandRound' })
export type HandRound = z.infer<typeof HandRound>

/** `POST /api/v1/group/games`: a game of upkeep that was played to its end. */
export const GameRound = z
  .strictObject({
    id: AnswerId,
    machine: z.enum(machineKinds),
    round: z.number().int().min(1).max(upkeepRounds),
    stops: z.array(UpkeepStop).length(upkeepLives).describe('a life each, as the board played them'),
  })
  .meta({ id: 'GameRound' })
export type GameRound = z.infer<typeof GameRound>

export const OpenGroupRequest = z
  .strictObject({ hours: z.number().min(0.1).max(24).default(8) })
  .meta({ id: 'OpenGroupRequest' })
export const JoinRequest = z
  .strictObject({
    code: z.string().max(40).overwrite(plainCode).describe('the six signs that the trainer shows'),
    nickname: Nickname,
  })
  .meta({ id: 'JoinRequest' })

/**
 * What happened in a group, a line of its file each; the present is folded from them. Of a person it holds the nickname alone:
 * `secret` is the hash of a random cookie.
 */
export const GroupEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('opened'),
    code: GroupCode,
    openedAt: z.iso.datetime(),
    closesAt: z.iso.datetime(),
  }),
  z.strictObject({ kind: z.literal('closed') }),
  z.strictObject({
    kind: z.literal('joined'),
    trainee: z.number().int().min(1),
    nickname: Nickname,
    secret: z.string(),
  }),
  z.strictObject({ kind: z.literal('left'), trainee: z.number().int() }),
  z.strictObject({ kind: z.literal('answered'), trainee: z.number().int(), answer: GroupAnswer }),
  z.strictObject({ kind: z.literal('inspected'), trainee: z.number().int(), round: HandRound }),
  z.strictObject({ kind: z.literal('played'), trainee: z.number().int(), game: GameRound }),
])
export type GroupEvent = z.infer<typeof GroupEvent>

/** `GET /api/v1/group/me`. */
export const TraineeState = z
  .object({
    nickname: z.string(),
    group: z.string().describe('when it was opened: another group has another'),
    isOpen: z.boolean(),
    closesAt: z.string(),
    page: z.string().describe('begins the ids of what this page sends'),
  })
  .meta({ id: 'TraineeState' })
export type TraineeState = z.infer<typeof TraineeState>

/** What became of an answer; the same when it is sent again. */
export const AnswerTaken = z.object({ isRight: z.boolean() }).meta({ id: 'AnswerTaken' })
export const HandTaken = z.object({ rounds: z.number().int() }).meta({ id: 'HandTaken' })
export const GameTaken = z.object({ games: z.number().int() }).meta({ id: 'GameTaken' })

const Share = z.object({
  errors: z.number().int(),
  parts: z.number().int(),
  lower95: z.number().describe('exact, two-sided (Clopper and Pearson)'),
  upper95: z.number(),
})

const TraineeRow = z.object({
  trainee: z.number().int(),
  nickname: z.string(),
  hasLeft: z.boolean(),
  answered: z.number().int().describe('questions'),
  rightAtFirst: z.number().int(),
  right: z.number().int().describe('questions, sooner or later'),
  tries: z.number().int(),
  rounds: z.number().int().describe('at the inspection station'),
  hand: z
    .object({ ...HandRound.shape, kappa: z.number().nullable().describe('against the truth') })
    .omit({ id: true })
    .nullable()
    .describe('the last round'),
  upkeep: z
    .object({ lives: z.number().int(), failures: z.number().int(), cost: z.number().nullable() })
    .nullable()
    .describe('all games of upkeep, of each machine and round the first; null: none was ended'),
})
export type TraineeRow = z.infer<typeof TraineeRow>

const QuestionRow = z.object({
  ...QuestionPlace.shape,
  answered: z.number().int().describe('trainees'),
  rightAtFirst: z.number().int(),
  right: z.number().int(),
  tries: z.number().int(),
  firstGiven: z
    .array(z.object({ given: z.number(), trainees: z.number().int() }))
    .describe('what trainees gave first, the most frequent first; at most 6'),
})
export type QuestionRow = z.infer<typeof QuestionRow>

/** What the trainer sees of the whole group. */
export const GroupTable = z
  .object({
    trainees: z.array(TraineeRow),
    questions: z.array(QuestionRow),
    hands: z
      .object({
        trainees: z.number().int(),
        escapes: Share,
        falseRejects: Share,
        kappa: z.number().nullable(),
        secondsPerPart: z.number(),
      })
      .nullable()
      .describe('the last rounds of all together; null: nobody has finished one'),
  })
  .meta({ id: 'GroupTable' })
export type GroupTable = z.infer<typeof GroupTable>

/** `GET /api/v1/group`. */
export const GroupView = z
  .object({
    state: z.enum(['none', 'open', 'closed']),
    code: z.string().nullable().describe('while it is open'),
    openedAt: z.string().nullable(),
    closesAt: z.string().nullable(),
    joinUrls: z.array(z.string()).describe('where other devices reach this service; none: nowhere'),
    table: GroupTable,
  })
  .meta({ id: 'GroupView' })
export type GroupView = z.infer<typeof GroupView>

/** The body of an answer without one. */
export const Nothing = z.undefined()

/** All that a group has said, for other programs. */
export const GroupExport = z
  .object({
    openedAt: z.string().nullable(),
    trainees: z.array(
      z.object({
        nickname: z.string(),
        answers: z.array(GroupAnswer),
        hands: z.array(HandRound),
        games: z.array(GameRound),
      }),
    ),
  })
  .meta({ id: 'GroupExport' })
export type GroupExport = z.infer<typeof GroupExport>
