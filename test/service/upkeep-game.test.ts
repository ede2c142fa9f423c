import { afterAll, describe, expect, inject, it } from 'vitest'
import { UpkeepGame } from '../../edge/contract/upkeep-game.ts'
import { createUpkeepGame } from '../../edge/service/upkeep-game.ts'
import { root } from '../law/source.ts'

const place = { root, edge: inject('edgeFolder') }
const dealer = createUpkeepGame(place)
afterAll(() => dealer.close())

describe('a round of the game of upkeep', () => {
  it('is the same lives whoever deals it, and other lives than the next round', async () => {
    const other = createUpkeepGame(place)
    const deals = [dealer.deal('camera-lamp', 1), dealer.deal('camera-lamp', 2), other.deal('camera-lamp', 1)]
    const [first, second, again] = await Promise.all(deals)
    await other.close()
    expect(UpkeepGame.parse(again)).toEqual(first)
    expect(second?.lives.map(({ failsAtH }) => failsAtH)).not.toEqual(
      first?.lives.map(({ failsAtH }) => failsAtH),
    )
    expect(dealer.deal('camera-lamp', 1)).toBe(deals[0])
  })

  it('holds forecasts until the end, and what four policies did with each life', async () => {
    const { lives, policies, noticeH } = await dealer.deal('stamping-press', 3)
    expect(lives).toHaveLength(5)
    for (const { ageH, lowH, failsAtH } of lives) {
      expect(lowH).toHaveLength(ageH.length)
      expect(ageH.length).toBeLessThanOrEqual(120)
      expect(failsAtH).toBeGreaterThanOrEqual(ageH.at(-1) ?? 0)
    }
    expect(lives.some(({ lowH }) => lowH.some((low) => low !== null))).toBe(true)
    const stops = Object.fromEntries(policies.map(({ policy, stops }) => [policy, stops]))
    expect(stops.runToFailure).toMatchObject(
      lives.map(({ failsAtH }) => ({ ranH: failsAtH, isFailure: true })),
    )
    expect(stops.perfect?.map(({ isFailure }) => isFailure)).toEqual(lives.map(({ isSudden }) => isSudden))
    const inTime = lives.map(({ actAtH, failsAtH }) => actAtH !== null && failsAtH - actAtH >= noticeH)
    expect(stops.predictive?.map(({ isFailure }) => !isFailure)).toEqual(inTime)
  })

  it('ends with the service', async () => {
    const other = createUpkeepGame(place)
    const dealt = other.deal('mill-spindle', 1)
    const refused = expect(dealt).rejects.toThrow('The service ends')
    await other.close()
    await refused
  })
})
