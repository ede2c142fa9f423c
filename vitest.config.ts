import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Commands take long whatever the size of their file: they begin, so that none of them runs alone at the end. */
class CommandsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isCommand = ({ moduleId }: TestSpecification) => moduleId.includes('/test/command/')
    return [...sorted.filter(isCommand), ...sorted.filter((file) => !isCommand(file))]
  }
}

/** Folders of tests that touch nothing but values: their files share processes, since loading the code takes longer than they do. */
const ofValues = ['contract', 'core', 'dashboard', 'datasets', 'law'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

const projects = [
  { extends: true as const, test: { name: 'values', include: ofValues, isolate: false } },
  { extends: true as const, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: ofValues } },
]

/**
 * Files run in at most three processes: the tests start services, workers and browsers of their own, and often wait for
 * them. `--mode long` runs what takes minutes, before a release rather than with every change.
 */
export default defineConfig(({ mode }) => ({
  test: {
    ...(mode === 'long' ? { include: ['test/**/*.long.ts'] } : { projects }),
    globalSetup: ['test/build.ts'],
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: CommandsFirst },
    testTimeout: mode === 'long' ? 1_800_000 : 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    // Nobody's data: else a model that the person here has taught is among those that a test counts.
    env: { JIDOKA_DATA: fileURLToPath(new URL('test/.cache/nobody', import.meta.url)) },
  },
}))
