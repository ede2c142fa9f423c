import { expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import {
  brokenRules,
  type ChartRule,
  nelsonRules,
  westernElectricRules,
} from '../../edge/core/quality/chart-rule.ts'
import { shewhartRunLength } from '../../edge/core/quality/run-length.ts'

const runs = 20_000
const [limit, twoOfThree, fourOfFive, eight] = westernElectricRules
const nine = nelsonRules.find((rule) => rule.name.startsWith('9'))
const given = (...rules: readonly (ChartRule | undefined)[]) => rules.filter((rule) => rule !== undefined)

/** Mean run length of a process in control, and its standard error, by simulation. */
function simulated(rules: readonly ChartRule[], label: string) {
  const rng = rngFromSeed(1).fork(label)
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next())
  const span = Math.max(...rules.map((rule) => rule.span))
  let [sum, squares] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const recent: number[] = []
    let length = 0
    do {
      length++
      if (recent.length === span) recent.shift()
      recent.push(normal())
    } while (brokenRules(recent, rules).length === 0)
    sum += length
    squares += length * length
  }
  const mean = sum / runs
  return { mean, error: Math.sqrt((squares / runs - mean * mean) / runs) }
}

it.each([
  ['limits alone', given(limit), shewhartRunLength(), 370.4, 0.01],
  ['limits and 2 of 3', given(limit, twoOfThree), 225.44, 229.4, 2.6],
  ['limits and 4 of 5', given(limit, fourOfFive), 166.05, 166.9, 1.8],
  ['limits and 8 on one side', given(limit, eight), 152.73, 151.3, 1.6],
  ['all four', westernElectricRules, 91.75, 91.7, 1.0],
])(
  'run length of %s: published by Champ and Woodall (1987), and in science A10',
  (name, rules, exact, printed, its) => {
    const { mean, error } = simulated(rules, name)
    expect(Math.abs(mean - exact)).toBeLessThan(3 * error)
    expect(Math.abs(mean - printed)).toBeLessThan(3 * Math.hypot(error, its))
  },
)

it("run length of the limits and Nelson's run of nine: science A10", () => {
  const { mean, error } = simulated(given(limit, nine), 'nine')
  expect(Math.abs(mean - 217.8)).toBeLessThan(3 * Math.hypot(error, 2.4))
})
