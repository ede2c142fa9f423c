import {
  type CommandData,
  type CommandName,
  CorrelationId,
  commands,
  isCommandName,
  type ReplyData,
} from '../contract/command.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock, Log } from '../contract/port.ts'
import { fromJson } from '../io/card-file.ts'
import { expiringMap } from '../io/expiring-map.ts'
import { errorAnswer } from '../io/http-error.ts'
import type { HttpTools } from '../io/http-tools.ts'
import type { Metrics } from '../io/metrics.ts'

/** The doors that HTTP opens to people too. */
export type CommandDoors = Pick<HttpTools, 'plant' | 'alarms' | 'setCondition' | 'thresholds' | 'desk'>

type Take = {
  readonly [Name in CommandName]: (doors: CommandDoors, data: CommandData<Name>, by: string) => unknown
}

const take: Take = {
  'simulate/condition': ({ setCondition }, { correlationId: _, ...change }, by) => setCondition(change, by),
  'simulate/intervention': ({ plant }, { machine, action }, by) => plant.intervene(machine, action, by),
  'thresholds/set': ({ thresholds }, { correlationId: _, ...borders }, by) => thresholds.choose(borders, by),
  'thresholds/reset': ({ thresholds }, _, by) => thresholds.choose(null, by),
  'acknowledge/alarm': ({ alarms }, { alarmId }, by) => alarms.acknowledge(alarmId, by),
  'acknowledge/shelve': ({ alarms }, { alarmId, minutes }, by) => alarms.shelve(alarmId, minutes, by),
  'review/part': ({ desk }, { partId, decision }, by) => desk.decide(partId, decision, by),
}

export interface CommandTools {
  readonly doors: CommandDoors
  /** Asked at the moment of the command: a connection may be older than what its user may do. */
  mayDo(user: string, act: string): boolean
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Pick<Metrics, 'countCommand'>
  reply(data: ReplyData): void
}

/** QoS 1 brings a command again when its acknowledgement was lost: of the last 256, what was done is not done again. */
const rememberedMs = 600_000
/** As over HTTP: more than any person can press, and nothing for a machine that floods the book. */
const mostAMinute = 300

/** Carries out what people who may ask for it over MQTT, and answers; `name` is what stands behind `cmd/`. */
export function createCommandDesk({ doors, clock, log, metrics, ...tools }: CommandTools) {
  const answers = expiringMap<Promise<ReplyData>>(rememberedMs, clock)
  const turns = expiringMap<{ commands: number }>(60_000, clock)

  function hasTurn(user: string): boolean {
    const turn = turns.get(user) ?? { commands: 0 }
    if (turn.commands === 0) turns.set(user, turn)
    turn.commands += 1
    return turn.commands <= mostAMinute
  }

  async function carryOut(name: string, value: unknown, asked: Asked): Promise<ReplyData> {
    try {
      if (!hasTurn(asked.user)) throw new JidokaError('TOO_MANY_REQUESTS', 'These are too many commands.')
      if (!isCommandName(name)) throw new JidokaError('NOT_FOUND', 'There is no such command.')
      if (!tools.mayDo(asked.user, name.split('/')[0] ?? ''))
        throw new JidokaError('ROLE_TOO_LOW', `${asked.user} may not do this any more.`)
      await take[name](doors, read(name, value) as never, asked.user)
      return { ...asked, isDone: true, code: null, message: '' }
    } catch (error) {
      const { status, body } = errorAnswer(error)
      if (status >= 500) log.error('a command failed', { command: asked.command, error })
      return { ...asked, isDone: false, code: body.code, message: `${body.message} ${body.remedy}` }
    }
  }

  return async (name: string, payload: string, user: string): Promise<void> => {
    const value = fromJson(payload)
    const asked = { command: name.slice(0, 64), correlationId: correlationIdOf(value), user }
    const key = `${user} ${asked.correlationId}`
    const before = asked.correlationId === null ? null : answers.get(key)
    const answer = before ?? carryOut(name, value, asked)
    if (before === null && asked.correlationId !== null) answers.set(key, answer)
    const data = await answer
    // What was refused has changed nothing: it may be tried again.
    if (!data.isDone) void answers.take(key)
    if (before === null)
      metrics.countCommand(isCommandName(name) ? name : 'unknown', data.isDone ? 'done' : 'refused')
    tools.reply(data)
  }
}

type Asked = Pick<ReplyData, 'command' | 'correlationId' | 'user'>

/** @throws {JidokaError} REQUEST_INVALID, naming the field */
function read<Name extends CommandName>(name: Name, value: unknown): CommandData<Name> {
  const parsed = commands[name].data.safeParse(value)
  if (parsed.success) return parsed.data as CommandData<Name>
  const [issue] = parsed.error.issues
  throw new JidokaError('REQUEST_INVALID', `${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`)
}

/** Whatever else is wrong with it. */
function correlationIdOf(value: unknown): string | null {
  const id =
    typeof value === 'object' && value !== null && 'correlationId' in value ? value.correlationId : null
  return CorrelationId.safeParse(id).data ?? null
}
