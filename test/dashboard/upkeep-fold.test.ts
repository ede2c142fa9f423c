import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownLife, stopAt } from '../../dashboard/upkeep-fold.ts'
import { upkeepTally } from '../../edge/contract/upkeep-game.ts'
import { sampleGame } from '../io/sample-game.ts'

const { costs, noticeH } = sampleGame
const [worn, sudden] = sampleGame.lives
if (!worn || !sudden) throw new Error('the sample holds two lives')

describe('the game of upkeep', () => {
  it('counts cost by running hours, as lesson 7 does: nine lives replaced and one failed, of 900 h each', () => {
    const stops = Array.from({ length: 10 }, (_, life) => ({ ranH: 900, isFailure: life === 0 }))
    expect(upkeepTally(stops, costs)).toEqual({ ranH: 9000, failures: 1, cost: expect.closeTo(14 / 9, 10) })
    expect(upkeepTally([], costs).cost).toBeNull()
  })

  it('takes a stop in the last day for a failure, and one before for a planned repair', () => {
    expect(stopAt(976, worn, noticeH)).toEqual({ ranH: 976, isFailure: false })
    expect(stopAt(977, worn, noticeH)).toEqual({ ranH: 1000, isFailure: true })
  })

  it('shows nothing of a life that is still to come', () => {
    const ended = { endedAtH: 500, failsAtH: 500, ending: 'sudden' }
    expect(shownLife(sudden, 1, true).truth).toEqual(ended)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: worn.ageH.length - 1 }), (at) => {
        const { ageH, lowH, medianH, highH, truth } = shownLife(worn, at, false)
        expect([ageH, lowH, medianH, highH].map(({ length }) => length)).toEqual(Array(4).fill(at + 1))
        expect(truth).toBeNull()
      }),
    )
  })
})
