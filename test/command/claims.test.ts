import { expect, it } from 'vitest'
import { runJidoka } from '../edge/process.ts'

it('jidoka claims gives every claim a verdict, its evidence, and what the evidence is about', async () => {
  const { exitCode, out } = await runJidoka(['claims', '--parts', '16', '--json'])
  const found = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(found.map(({ claim }) => claim)).toEqual(['accuracy', 'inspection-time', 'labour', 'maintenance'])
  for (const { verdict, evidence } of found) {
    expect(['demonstrated', 'not-demonstrated', 'refuted', 'not-testable-here']).toContain(verdict)
    expect(evidence.length).toBeGreaterThan(20)
  }
  expect(found[0]).toMatchObject({ about: expect.stringContaining('not a factory') })
  expect(found[0].verdict).not.toBe('demonstrated')
  expect(found[3]).toMatchObject({ about: expect.stringContaining('Simulated machines') })
  expect(exitCode).toBe(1)
}, 180_000)
