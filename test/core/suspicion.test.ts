import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterAcknowledgement,
  afterLoss,
  type Suspicion,
  trusting,
  windowOf,
} from '../../edge/core/suspicion.ts'

const lossesOf = (count: number, oldest: number, from: Suspicion = trusting): Suspicion =>
  Array.from({ length: count }).reduce<Suspicion>((suspicion) => afterLoss(suspicion, oldest), from)

describe('the suspicion of a row', () => {
  it('sends alone after three losses, holds back after three more, and condemns when another is acknowledged', () => {
    expect(windowOf(lossesOf(2, 7))).toBe(50)
    expect(windowOf(lossesOf(3, 7))).toBe(1)
    expect(lossesOf(5, 7).held).toBeNull()
    const held = lossesOf(6, 7)
    expect(held.held).toBe(7)
    expect(afterAcknowledgement(held)).toMatchObject({ condemned: 7, held: null })
  })

  it('falls on the broker when the next row meets the same end', () => {
    const released = afterLoss(lossesOf(6, 7), 8)
    expect(released).toMatchObject({ held: null, losses: 0 })
    expect(afterAcknowledgement(released).condemned).toBeNull()
  })

  it('never condemns without an acknowledgement, nor a row that did not fall alone three times running', () => {
    const events = fc.array(fc.oneof(fc.constant('ack' as const), fc.integer({ min: 1, max: 3 })), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(events, (course) => {
        let suspicion = trusting
        let alone: number[] = []
        for (const event of course) {
          if (event === 'ack') {
            const { condemned, ...after } = afterAcknowledgement(suspicion)
            if (condemned !== null) expect(alone.slice(-3)).toEqual([condemned, condemned, condemned])
            suspicion = after
          } else {
            alone = windowOf(suspicion) === 1 ? [...alone, event] : []
            suspicion = afterLoss(suspicion, event)
          }
        }
      }),
    )
  })

  it('trusts again when fifty rows went alone', () => {
    let suspicion: Suspicion = lossesOf(3, 7)
    for (let row = 0; row < 50; row += 1) suspicion = afterAcknowledgement(suspicion)
    expect(windowOf(suspicion)).toBe(50)
  })
})
