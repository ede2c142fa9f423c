import { productLines } from '../../datasets/world.ts'
import { shoot } from './bench-frame.ts'

const warmingParts = 50
const renderedParts = 250

/** Fresh parts of every line, painted on this thread, a second of processor time: other programs hardly count. */
export function renderingRates(): Record<string, number> {
  const rate = (line: string) => {
    for (let sequence = 0; sequence < warmingParts; sequence++) shoot(line, sequence)
    const before = process.cpuUsage()
    for (let sequence = 0; sequence < renderedParts; sequence++) shoot(line, sequence)
    const { user, system } = process.cpuUsage(before)
    return Math.round((1e6 * renderedParts) / (user + system))
  }
  return Object.fromEntries(Object.keys(productLines).map((line) => [line, rate(line)]))
}
