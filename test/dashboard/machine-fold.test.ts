import { describe, expect, it } from 'vitest'
import { envelopeColumns, fanColumns, secondsUntil, sigmaBars } from '../../dashboard/machine-fold.ts'
import { sampleCondition, sampleDetail } from '../io/sample-data.ts'

describe('the fan of a life', () => {
  const course = {
    ...sampleDetail.present,
    ageH: [0, 100, 200],
    lowH: [null, 50, 20],
    medianH: [null, 90, 40],
    highH: [null, 140, 60],
  }

  it('has no truth while the machine lives', () => {
    expect(fanColumns({ ...course, truth: null })).toEqual([
      [0, 100, 200],
      [null, 140, 60],
      [null, 90, 40],
      [null, 50, 20],
      [null, null, null],
    ])
  })

  it('has the true remaining life at every age once it is over; of one taken out early, what was left', () => {
    const truth = { endedAtH: 200, failsAtH: 230, ending: 'replaced' } as const
    expect(fanColumns({ ...course, truth })[4]).toEqual([230, 130, 30])
  })
})

describe('the evidence', () => {
  it('puts envelope lines at their frequencies', () => {
    expect(
      envelopeColumns({
        stepHz: 3.125,
        floors: [0, 1, 2],
        turnsPerS: 30,
        ordersHz: { bpfo: 1, bpfi: 1, bsf2: 1, ftf: 1 },
      }),
    ).toEqual([
      [0, 3.1, 6.3],
      [0, 1, 2],
    ])
  })

  it('scales bars to ten standard deviations at least, so that small ones look small', () => {
    const share = (sigmas: number[]) =>
      sigmaBars({
        ...sampleCondition,
        contributors: sigmas.map((one) => ({ indicator: 'knock', sigmas: one })),
      }).map((bar) => bar.share)
    expect(share([5, -1])).toEqual([0.5, 0.1])
    expect(share([-20, 5])).toEqual([1, 0.25])
  })
})

it('a countdown in running hours is seconds on the wall', () => {
  expect(secondsUntil(90, 4)).toBe(22.5)
})
