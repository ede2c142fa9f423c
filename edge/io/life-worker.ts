import { parentPort } from 'node:worker_threads'
import { type LifeName, lifeOf, machines, oracleOf } from '../../datasets/machines/plant.ts'
import { lifeShares } from '../core/health/life-score.ts'
import { type LifeTrack, trackLife } from '../core/health/life-track.ts'

export interface LifeOrder extends LifeName {
  /** Ask the oracle too: that takes as long as the life. */
  readonly withOracle: boolean
}

export interface LivedLife {
  readonly track: LifeTrack
  /** What the oracle says at each of `lifeShares`, hours; null where it was not asked, or the life was cut short before. */
  readonly oracleH: readonly (number | null)[]
}

/** The thread that lives and watches: a spindle's life costs a thousand spectra. */
parentPort?.on('message', ({ id, request }: { id: number; request: LifeOrder }) => {
  try {
    const track = trackLife(lifeOf(request), machines[request.kind].sheet)
    const answer: LivedLife = { track, oracleH: request.withOracle ? askOracle(request, track) : [] }
    const { inputs, ageH, remainingH, isKnown } = track
    parentPort?.postMessage({ id, answer }, [inputs.buffer, ageH.buffer, remainingH.buffer, isKnown.buffer])
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) })
  }
})
parentPort?.postMessage('ready')

function askOracle(name: LifeName, { ageH, remainingH }: LifeTrack): (number | null)[] {
  const ages = lifeShares.map((share) =>
    ageH.find((age, row) => age >= share * (age + (remainingH[row] ?? 0))),
  )
  const answers = oracleOf(
    name,
    ages.filter((age) => age !== undefined),
  )
  return ages.map((age) => (age === undefined ? null : (answers.shift() ?? null)))
}
