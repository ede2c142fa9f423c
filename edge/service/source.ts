import path from 'node:path'
import { readFolder } from '../../datasets/readers/folder.ts'
import type { Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { Capture, Image } from '../contract/part.ts'
import { changesUntil, faultsBetween } from '../core/fault-plan.ts'
import type { Show } from '../core/show.ts'
import { orderOf, paced, photograph, type ShotPlan } from '../io/camera.ts'
import type { ShotOrder } from '../io/camera-worker.ts'
import { listFolder } from '../io/folder.ts'
import { readImage, resizeImage } from '../io/image.ts'
import type { WorkerPool } from '../io/worker-pool.ts'
import type { Closer } from './closer.ts'
import type { PhotographAgain } from './drawing.ts'
import { startCameras } from './inspectors.ts'
import type { RunTools } from './run-tools.ts'
import type { Station } from './station.ts'

/** Parts painted ahead of the belt: a button acts on the pixels within a third of a second at 12 parts a second. */
const lookahead = 4

type SourceTools = RunTools & { readonly show: Pick<Show, 'at'> }

/** Where captures come from: a simulated camera, or a folder of photographs. They end with the signal. */
export async function openSource(
  tools: SourceTools,
  station: Station,
  signal: AbortSignal,
  closer: Closer,
): Promise<Source> {
  if (tools.plan.folder !== null)
    return { captures: await photographs(tools, tools.plan.folder, signal), photographAgain: null }
  const { partsPerSecond } = tools.plan.scenario
  const pool = startCameras(partsPerSecond > 60 ? 2 : 1, tools.shell.edge, tools.log)
  const cameras = closer.add(pool, (opened) => opened.close())
  return simulated(tools, cameras, station, signal)
}

export interface Source {
  readonly captures: AsyncIterable<Capture>
  readonly photographAgain: PhotographAgain | null
}

function simulated(
  { plan, clock, show }: SourceTools,
  cameras: WorkerPool<ShotOrder, Capture>,
  station: Station,
  signal: AbortSignal,
): Source {
  const { scenario, seed, line, firstSequence } = plan
  const { partsPerSecond, prevalence, faults } = scenario
  let elapsedS = firstSequence / partsPerSecond
  for (const change of changesUntil(faults, elapsedS)) station.change(change, 'scenario')
  const shots: ShotPlan = {
    ...{ seed, line, prevalence, partsPerSecond, parts: Number.POSITIVE_INFINITY, first: firstSequence },
    ...{ startMs: clock.nowMs(), withMask: false },
    conditionAt(sequence) {
      const nowS = sequence / partsPerSecond
      for (const change of faultsBetween(faults, elapsedS, nowS)) station.change(change, 'scenario')
      elapsedS = nowS
      show.at(sequence)
      return station.condition()
    },
  }
  const present = { ...shots, conditionAt: station.condition }
  return {
    captures: paced(photograph(cameras, shots, lookahead, signal), 1000 / partsPerSecond, clock, signal),
    photographAgain: (sequence, drawing) => cameras.ask({ ...orderOf(present, sequence), drawing }, []),
  }
}

/**
 * A folder of photographs, once through, at the line's takt. What cannot be read is counted, said and passed over: it
 * never was a frame. After the last one the line waits; parts that come twice would prove nothing.
 */
async function photographs(
  { plan, clock, log }: RunTools,
  folder: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Capture>> {
  const listing = readFolder(await listFolder(folder))
  if (listing.length === 0) throw new JidokaError('IMAGES_NONE', `No image was found under ${folder}.`)
  const { input } = plan.card
  async function* read(): AsyncGenerator<Capture> {
    let sequence = 0
    for (const { path: file, truth } of listing) {
      const image = await bringIn(path.join(folder, file), input).catch((error: unknown) => {
        log.warn('a photograph was passed over', { file, error })
        return null
      })
      if (!image || signal.aborted) continue
      const frame = {
        line: plan.line,
        partId: file.replaceAll('\\', '/'),
        sequence: sequence++,
        capturedAtMs: 0,
        isSimulated: false,
        image,
      }
      yield { frame, truth, mask: null }
    }
    log.info('every photograph of the folder has been inspected', { folder, parts: sequence })
    await ended(signal)
  }
  const taktMs = 1000 / plan.scenario.partsPerSecond
  return paced(read(), taktMs, clock, signal)
}

/** Reads a photograph; a card that asks for it gets it at the size of its input. */
async function bringIn(file: string, { channels, fit, width, height }: Card['input']): Promise<Image> {
  const image = await readImage(file, { channels })
  return fit === 'resize' ? resizeImage(image, width, height) : image
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
