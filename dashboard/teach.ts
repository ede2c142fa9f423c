import { computed, signal } from '@preact/signals'
import type { ErrorBody } from '../edge/contract/api.ts'
import type { Clock } from '../edge/contract/port.ts'
import {
  type CollectSource,
  mostTaughtImages,
  type WorkbenchLook,
  type WorkbenchState,
} from '../edge/contract/workbench.ts'
import {
  type Answer,
  addTaught,
  collectTaught,
  fetchPicture,
  fetchWorkbench,
  imageUrl,
  learnTaught,
  lookTaught,
  removeTaught,
  taughtImageUrl,
  useTaught,
} from './api.ts'
import { poll } from './poll.ts'
import { belt, phase } from './store.ts'

const everyMs = 1000

/** Where a product is taught; null: not asked yet, or this viewer may not. */
export const bench = signal<WorkbenchState | null>(null)
/** Why the last wish did not come true; `away`: the service did not answer. */
export const teachProblem = signal<ErrorBody | 'away' | null>(null)
/** This viewer may not teach. */
export const isRefused = computed(
  () => teachProblem.value !== 'away' && teachProblem.value?.code === 'ROLE_TOO_LOW',
)
/** Files that are on their way. */
export const onTheWay = signal(0)
/** The score to refuse from; the model's own is 0.5. */
export const border = signal(0.5)

/** A picture that was tried, and what the taught model made of it. */
export interface Tried extends WorkbenchLook {
  readonly picture: ImageBitmap
}
export const tried = signal<Tried | null>(null)
export const mayTry = computed(() => bench.value?.taught != null)

/** While somebody looks: every second, until the returned function is called. */
export const pollBench = (clock: Clock): (() => void) => poll(clock, everyMs, read, () => !isRefused.peek())

/** What was said of a wish stays until the next one. */
async function read(): Promise<void> {
  const answer = await fetchWorkbench()
  if (answer.kind === 'ok') bench.value = answer.value
  if (answer.kind !== 'ok' || teachProblem.peek() === 'away') say(answer)
}

async function wish(ask: () => Promise<Answer<WorkbenchState>>): Promise<boolean> {
  const answer = await ask()
  if (answer.kind === 'ok') bench.value = answer.value
  say(answer)
  return answer.kind === 'ok'
}

function say(answer: Answer<unknown>): void {
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  teachProblem.value = answer.kind === 'ok' ? null : answer.kind === 'refused' ? answer.error : 'away'
}

/** One after the other; the first that is refused ends it. */
export async function addPictures(pictures: readonly Blob[]): Promise<void> {
  const room = mostTaughtImages - (bench.peek()?.images.length ?? 0)
  const wanted = pictures.slice(0, Math.max(1, room))
  for (const [at, picture] of wanted.entries()) {
    onTheWay.value = wanted.length - at
    if (!(await wish(() => addTaught(picture)))) break
  }
  onTheWay.value = 0
}

export const collect = (parts: number, from: CollectSource) => wish(() => collectTaught(parts, from))
export const remove = (id: number | null) => wish(() => removeTaught(id))
export const learn = (name: string) => {
  border.value = 0.5
  tried.value = null
  return wish(() => learnTaught(name))
}

/** The line inspects by what was learnt last, or by its own model again. */
export const inspectBy = (isTaught: boolean) => wish(() => useTaught(isTaught))

export async function tryPicture(picture: Blob): Promise<void> {
  const answer = await lookTaught(picture)
  say(answer)
  if (answer.kind !== 'ok') return
  const decoded = await createImageBitmap(picture).catch(() => null)
  tried.peek()?.picture.close()
  tried.value = decoded && { ...answer.value, picture: decoded }
}

async function tryUrl(url: string): Promise<void> {
  const picture = await fetchPicture(url)
  if (picture && picture !== 'unreachable') await tryPicture(picture)
  else teachProblem.value = 'away'
}

export const tryTaught = (id: number) => tryUrl(taughtImageUrl(id))

/** The part that the line inspected last. */
export async function tryLine(): Promise<void> {
  const last = belt.peek().at(-1)
  if (last) await tryUrl(imageUrl(last.partId))
}
