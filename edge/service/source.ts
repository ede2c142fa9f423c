import path from 'node:path'
import { readFolder } from '../../datasets/readers/folder.ts'
import { JidokaError } from '../contract/error.ts'
import type { Capture } from '../contract/part.ts'
import { faultsBetween } from '../core/fault-plan.ts'
import { paced, photograph } from '../io/camera.ts'
import { listFolder } from '../io/folder.ts'
import { readImage } from '../io/image.ts'
import { startCameras } from './inspectors.ts'
import type { RunTools } from './run-tools.ts'
import type { Station } from './station.ts'

/** Where captures come from: a simulated camera, or a folder of photographs. */
export interface Source {
  readonly captures: AsyncIterable<Capture>
  close(): Promise<void>
}

/** Parts painted ahead of the belt: a button acts on the pixels within a third of a second at 12 parts a second. */
const lookahead = 4

export async function openSource(tools: RunTools, station: Station, signal: AbortSignal): Promise<Source> {
  return tools.plan.folder === null ? simulated(tools, station, signal) : photographs(tools, tools.plan.folder, signal)
}

function simulated({ plan, shell, clock, log }: RunTools, station: Station, signal: AbortSignal): Source {
  const { scenario, seed, line } = plan
  const { partsPerSecond, prevalence, faults } = scenario
  const cameras = startCameras(partsPerSecond > 60 ? 2 : 1, shell.edge, log)
  let elapsedS = -1
  const shots = photograph(
    cameras,
    {
      seed,
      line,
      prevalence,
      partsPerSecond,
      parts: Number.POSITIVE_INFINITY,
      startMs: clock.nowMs(),
      conditionAt(sequence) {
        const nowS = sequence / partsPerSecond
        for (const change of faultsBetween(faults, elapsedS, nowS)) station.change(change, 'scenario')
        elapsedS = nowS
        return station.condition()
      },
    },
    lookahead,
    signal,
  )
  return { captures: paced(shots, 1000 / partsPerSecond, clock, signal), close: () => cameras.close() }
}

/**
 * A folder of photographs, once through, at the line's takt. What cannot be read is counted, said and passed over: it
 * never was a frame. After the last one the line waits; parts that come twice would prove nothing.
 */
async function photographs({ plan, clock, log }: RunTools, folder: string, signal: AbortSignal): Promise<Source> {
  const listing = readFolder(await listFolder(folder))
  if (listing.length === 0) throw new JidokaError('IMAGES_NONE', `No image was found under ${folder}.`)
  const { channels } = plan.card.input
  async function* read(): AsyncGenerator<Capture> {
    let sequence = 0
    for (const { path: file, truth } of listing) {
      const image = await readImage(path.join(folder, file), { channels }).catch((error: unknown) => {
        log.warn('a photograph was passed over', { file, error })
        return null
      })
      if (!image || signal.aborted) continue
      const frame = { line: plan.line, partId: file.replaceAll('\\', '/'), sequence: sequence++, capturedAtMs: 0, isSimulated: false, image }
      yield { frame, truth, mask: null }
    }
    log.info('every photograph of the folder has been inspected', { folder, parts: sequence })
  }
  const taktMs = 1000 / plan.scenario.partsPerSecond
  return { captures: paced(read(), taktMs, clock, signal), close: () => Promise.resolve() }
}
