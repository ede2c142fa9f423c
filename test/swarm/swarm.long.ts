import { expect, it } from 'vitest'
import { runNode } from '../edge/process.ts'

it('two hundred schedules of faults lose nothing, and contradict nothing', async () => {
  const { exitCode, out } = await runNode([
    'test/swarm/run.mjs',
    '--runs',
    '200',
    '--seed',
    '1',
    '--at-once',
    '4',
  ])
  process.stdout.write(out)
  expect(exitCode).toBe(0)
})

it('an hour without a broker is caught up in order', async () => {
  const { out } = await runNode(['test/swarm/run.mjs', '--backlog', '144000'])
  process.stdout.write(out)
  expect(JSON.parse(out)).toMatchObject({ events: 144_000, isInOrder: true, duplicates: 0 })
})
