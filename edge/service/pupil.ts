import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import { TeachFinding } from '../contract/teach.ts'
import type { WorkbenchState } from '../contract/workbench.ts'
import { type OwnCommand, runOwnCommand } from '../io/own-command.ts'
import { openTaught, type TaughtEyes } from './taught-eyes.ts'

export interface PupilTools {
  /** Of the images to learn from. */
  readonly folder: string
  /** The data folder, where what is taught is kept. */
  readonly data: string
  readonly root: string
  readonly clock: Clock
}

/** Learns by `jidoka teach` in a process of its own, and looks with what was learnt last. */
export function createPupil({ folder, data, root, clock }: PupilTools) {
  /** Names that may be learnt again. */
  const own = new Set<string>()
  let learning: { readonly name: string; readonly startMs: number; readonly command: OwnCommand } | null =
    null
  let eyes: TaughtEyes | null = null
  let problem: string | null = null

  async function finish(name: string, command: OwnCommand): Promise<void> {
    const opened = await openTaught(TeachFinding.parse(JSON.parse(await command.answer)), root)
    own.add(name)
    await eyes?.close()
    eyes = opened
  }

  return {
    state: (): Pick<WorkbenchState, 'learning' | 'taught' | 'borders' | 'problem'> => ({
      learning: learning && { name: learning.name, forS: (clock.monotonicMs() - learning.startMs) / 1000 },
      ...{ taught: eyes?.finding ?? null, borders: [...(eyes?.borders ?? [])], problem },
    }),
    /** @throws {JidokaError} TOO_MANY_REQUESTS */
    learn(name: string): void {
      if (learning) throw new JidokaError('TOO_MANY_REQUESTS', `${learning.name} is being learnt.`)
      const again = own.has(name) ? ['--replace'] : []
      const command = runOwnCommand(['teach', folder, '--name', name, ...again, '--json'], data)
      learning = { name, startMs: clock.monotonicMs(), command }
      problem = null
      finish(name, command)
        .catch((error: Error) => {
          problem = error.message
        })
        .finally(() => {
          learning = null
        })
    },
    /** What was learnt last. @throws {JidokaError} NOT_FOUND */
    taught(): TaughtEyes {
      if (!eyes) throw new JidokaError('NOT_FOUND', 'Nothing has been taught here yet.')
      return eyes
    },
    async close(): Promise<void> {
      learning?.command.stop()
      await learning?.command.answer.catch(() => undefined)
      await eyes?.close()
    },
  }
}
