import type { Card } from '../../../edge/contract/card.ts'
import type { Model } from '../../../edge/io/model.ts'

/** What all measurements share. */
export interface Stand {
  readonly root: string
  /** The built workers. */
  readonly edge: string
  /** The folder of the Python peers. */
  readonly here: string
  readonly python: string
  /** A folder of PNG files. */
  readonly images: string
  /** Of the broker. */
  readonly port: number
  readonly model: Model
  readonly card: Card
  readonly rounds: number
  readonly seconds: number
  /** For the network: workers of ours, threads inside the session of the others. */
  readonly threads: number
}
