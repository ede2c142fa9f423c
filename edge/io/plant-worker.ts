import { parentPort } from 'node:worker_threads'
import { type LifeName, lifeOf } from '../../datasets/machines/plant.ts'
import type { LifeTruth, MachineKind, Sample } from '../contract/machine.ts'
import type { Intervention } from '../contract/plant.ts'

/** Sample number `sequence` of a life: a function of the order alone, so that a thread that dies loses nothing. */
export interface SampleOrder extends LifeName {
  readonly sequence: number
  /** What people have done to it so far. */
  readonly done: readonly Intervention[]
}

export interface Observed {
  readonly sample: Sample
  readonly truth: LifeTruth
}

interface Living {
  readonly name: LifeName
  readonly samples: Iterator<Observed>
  next: number
  done: readonly Intervention[]
}

/** The lives under way: the next sample of one is cheap, any other has to be lived up to. */
const living = new Map<MachineKind, Living>()

function begin({ kind, seed, life, done }: SampleOrder): Living {
  const begun: Living = { name: { kind, seed, life }, samples: [].values(), next: 0, done }
  const lives: Living = { ...begun, samples: lifeOf(begun.name, () => lives.done) }
  living.set(kind, lives)
  return lives
}

/** null: the life is over. */
function observe(order: SampleOrder): Observed | null {
  const known = living.get(order.kind)
  const { seed, life } = known?.name ?? {}
  const isNext = known?.next === order.sequence && seed === order.seed && life === order.life
  const lives = known && isNext ? known : begin(order)
  lives.done = order.done
  for (;;) {
    const { value, done } = lives.samples.next()
    if (done) return null
    if (lives.next++ === order.sequence) return value
  }
}

/** The thread that lives machines: a window of vibration costs more to make than to watch. */
parentPort?.on('message', ({ id, request }: { id: number; request: SampleOrder }) => {
  try {
    parentPort?.postMessage({ id, answer: observe(request) })
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) })
  }
})
parentPort?.postMessage('ready')
