import { batch, computed, signal } from '@preact/signals'
import type { LiveFigure } from '../edge/contract/lesson.ts'
import type { MachineKind } from '../edge/contract/machine.ts'
import type { Clock } from '../edge/contract/port.ts'
import { type UpkeepGame, type UpkeepStop, upkeepTally } from '../edge/contract/upkeep-game.ts'
import { fetchUpkeepGame } from './api.ts'
import { sayGame } from './outbox.ts'
import { phase } from './store.ts'
import { stopAt } from './upkeep-fold.ts'

/** A long life takes half a minute. */
const instantMs = 250

export const upkeepMachine = signal<MachineKind>('mill-spindle')
export const upkeepRound = signal(1)
export const upkeepGame = signal<UpkeepGame | null>(null)
/** `between`: a unit has been stopped, and the next one waits. */
export const upkeepState = signal<'idle' | 'dealing' | 'running' | 'paused' | 'between'>('idle')
/** Why there is no game; `away`: the service did not answer. */
export const upkeepProblem = signal<string | null>(null)
export const upkeepStops = signal<readonly UpkeepStop[]>([])
/** The instant of the present life that is shown last. */
export const upkeepAt = signal(0)
let cancel = () => {}

/** The life that runs, or has just ended. */
export const upkeepLife = computed(() => {
  const lives = upkeepGame.value?.lives ?? []
  return lives[upkeepStops.value.length - (upkeepState.value === 'between' ? 1 : 0)] ?? null
})
export const upkeepAgeH = computed(() => upkeepLife.value?.ageH[upkeepAt.value] ?? 0)
export const isUpkeepOver = computed(
  () => upkeepGame.value !== null && upkeepStops.value.length === upkeepGame.value.lives.length,
)

export const upkeepFigures = computed<Partial<Record<LiveFigure, number | null>>>(() => {
  const game = upkeepGame.value
  const stops = upkeepStops.value
  return {
    upkeepLives: stops.length,
    upkeepCost: game && upkeepTally(stops, game.costs).cost,
  }
})

/** Deals the chosen round and begins with its first life. */
export async function startUpkeep(clock: Clock): Promise<void> {
  stopUpkeep()
  upkeepState.value = 'dealing'
  const answer = await fetchUpkeepGame(upkeepMachine.peek(), upkeepRound.peek())
  if (upkeepState.peek() !== 'dealing') return
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind !== 'ok') {
    upkeepProblem.value =
      answer.kind === 'refused' ? `${answer.error.message} ${answer.error.remedy}` : 'away'
    upkeepState.value = 'idle'
    return
  }
  upkeepGame.value = answer.value
  runLife(clock)
}

/** The next life, from its first hour; or the one that was paused, on. */
export function runLife(clock: Clock): void {
  batch(() => {
    if (upkeepState.peek() !== 'paused') upkeepAt.value = 0
    upkeepState.value = 'running'
  })
  cancel()
  cancel = clock.after(instantMs, () => tick(clock))
}

function tick(clock: Clock): void {
  const life = upkeepLife.peek()
  if (!life) return
  if (upkeepAt.peek() + 1 >= life.ageH.length) endLife({ ranH: life.failsAtH, isFailure: true })
  else {
    upkeepAt.value++
    cancel = clock.after(instantMs, () => tick(clock))
  }
}

export function pauseUpkeep(): void {
  cancel()
  upkeepState.value = 'paused'
}

/** The player has the unit replaced. */
export function replaceUnit(): void {
  const [game, life] = [upkeepGame.peek(), upkeepLife.peek()]
  if (game && life) endLife(stopAt(upkeepAgeH.peek(), life, game.noticeH))
}

function endLife(stop: UpkeepStop): void {
  cancel()
  batch(() => {
    upkeepState.value = 'between'
    upkeepStops.value = [...upkeepStops.peek(), stop]
  })
  const game = upkeepGame.peek()
  if (game && isUpkeepOver.peek())
    sayGame({ machine: game.machine, round: game.round, stops: [...upkeepStops.peek()] })
}

/** Ends the game and forgets it. */
export function stopUpkeep(): void {
  cancel()
  batch(() => {
    upkeepState.value = 'idle'
    upkeepProblem.value = null
    upkeepGame.value = null
    upkeepStops.value = []
  })
}
