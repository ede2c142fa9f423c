import { JidokaError } from '../contract/error.ts'
import type { MachineKind } from '../contract/machine.ts'
import { type UpkeepGame, type UpkeepLife, upkeepLives } from '../contract/upkeep-game.ts'
import { type LifeScore, leastNoticeH } from '../core/health/life-score.ts'
import { coursesAt, policies, usualCosts } from '../core/health/policy.ts'
import { scoreTrack } from '../core/health/track-score.ts'
import { readFinding } from '../io/finding-file.ts'
import { type Forecaster, openForecaster } from '../io/forecaster.ts'
import type { UpkeepDoor } from '../io/http-tools.ts'
import type { LivedLife } from '../io/life-worker.ts'
import { liveAll } from './lives.ts'

/** Seeds of the rounds: neither training nor `models/forecast` has lived them. */
const firstSeed = 910_000
/** About one life in eight is cut short and is no game. */
const dealt = 4 * upkeepLives
/** Instants of a life that a player sees. */
const mostInstants = 120

interface UpkeepPlace {
  readonly root: string
  /** The folder of the built workers. */
  readonly edge: string
  readonly modelKey?: string
}

/** Deals the game of upkeep. A round is lived once, on one thread, one after the other, and kept. */
export function createUpkeepGame(place: UpkeepPlace): UpkeepDoor & { close(): Promise<void> } {
  const kept = new Map<string, Promise<UpkeepGame>>()
  const abort = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  return {
    deal(machine, round) {
      const name = `${machine}/${round}`
      const before = kept.get(name)
      if (before) return before
      const game = last.then(() => deal(machine, round, place, abort.signal))
      last = game.catch(() => kept.delete(name))
      kept.set(name, game)
      return game
    },
    async close() {
      abort.abort()
      await last
    },
  }
}

async function deal(
  machine: MachineKind,
  round: number,
  place: UpkeepPlace,
  signal: AbortSignal,
): Promise<UpkeepGame> {
  const finding = await readFinding(machine, place.root)
  if (!finding) throw new JidokaError('NOT_FOUND', 'Nobody has measured what upkeep of this machine costs.')
  const { calendarAgeH } = finding.cost
  const forecaster = await openForecaster(machine, place.root, place.modelKey)
  try {
    const lives: { readonly life: UpkeepLife; readonly score: LifeScore }[] = []
    const plan = {
      kind: machine,
      seed: firstSeed + round,
      lives: dealt,
      edge: place.edge,
      threads: 1,
      signal,
    }
    for await (const lived of liveAll(plan)) {
      if (!lived.track.isCensored) lives.push(await played(lived, `${round}-${lives.length + 1}`, forecaster))
      if (lives.length === upkeepLives) break
    }
    if (lives.length < upkeepLives) throw new JidokaError('NOT_FOUND', 'The service ends: no game any more.')
    const scores = lives.map(({ score }) => score)
    const { planUnderH, actUnderH } = forecaster.card
    const { planned, failure } = usualCosts
    return {
      ...{
        machine,
        round,
        isSimulated: true,
        costs: { planned, failure },
        noticeH: leastNoticeH,
        calendarAgeH,
      },
      limits: { planUnderH, actUnderH },
      lives: lives.map(({ life }) => life),
      policies: policies.map((policy) => {
        const courses = scores.map(coursesAt(calendarAgeH)[policy])
        return { policy, stops: courses.map(({ ranH, isFailure }) => ({ ranH, isFailure })) }
      }),
    }
  } finally {
    await forecaster.close()
  }
}

async function played({ track }: LivedLife, unit: string, forecaster: Forecaster) {
  const forecasts = await forecaster.forecastAll(track.inputs)
  const score = scoreTrack(track, forecasts, forecaster.card)
  const { lifeH: failsAtH, isSudden, leadTimeH } = score
  const every = Math.ceil(track.ageH.length / mostInstants)
  const rows = forecasts.flatMap((forecast, row) => {
    if (row % every > 0) return []
    const told = track.isKnown[row] === 1 && forecast.kind === 'interval' ? forecast : null
    return [{ ageH: track.ageH[row] ?? 0, told }]
  })
  const life: UpkeepLife = {
    unit,
    ageH: rows.map(({ ageH }) => ageH),
    lowH: rows.map(({ told }) => told?.lowH ?? null),
    medianH: rows.map(({ told }) => told?.medianH ?? null),
    highH: rows.map(({ told }) => told?.highH ?? null),
    truth: null,
    ...{ failsAtH, isSudden, actAtH: leadTimeH === null ? null : failsAtH - leadTimeH },
  }
  return { life, score }
}
