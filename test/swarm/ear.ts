import { connect, type MqttClient } from 'mqtt'
import { place } from '../io/sample-data.ts'

/** A subscriber that lives through everything: what it heard, and what it should never have heard. */
export class Ear {
  /** Payload by event id, of the book's streams. */
  readonly heard = new Map<string, string>()
  duplicates = 0
  contradictions: string[] = []
  /** The availability that was said last. */
  status = ''
  /** The broker has taken its subscription. */
  readonly subscribed: Promise<void>
  readonly #verdicts = new Map<string, string>()
  readonly #client: MqttClient

  constructor(url: string, password: string, clientId = 'ear') {
    const login = { username: 'viewer', password, clientId, clean: false, protocolVersion: 4 } as const
    this.#client = connect(url, { ...login, reconnectPeriod: 100, connectTimeout: 1000, resubscribe: false })
    this.#client.on('error', () => undefined)
    this.subscribed = new Promise((resolve) => {
      this.#client.on('connect', () =>
        this.#client.subscribe(`${place.prefix}/#`, { qos: 1 }, (error) => !error && resolve()),
      )
    })
    this.#client.on('message', (topic, payload) => this.#hear(topic, payload.toString()))
  }

  /** Messages of the book's streams, repeats too. */
  count(): number {
    return this.heard.size + this.duplicates
  }

  /** Reads nothing more, like a consumer that hangs, until `wake`. */
  doze(): void {
    this.#client.stream.pause()
  }

  wake(): void {
    this.#client.stream.resume()
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true)
    this.#client.stream.destroy()
  }

  #hear(topic: string, payload: string): void {
    // A retained topic is cleared.
    if (payload === '') return
    const event = JSON.parse(payload) as { id: string; streamid: string; data: Record<string, string> }
    if (topic.endsWith('/status')) this.status = `${event.data.state} (${event.data.reason})`
    if (event.streamid.endsWith('.live')) return
    const before = this.heard.get(event.id)
    if (before !== undefined) this.duplicates += 1
    if (before !== undefined && before !== payload) this.contradictions.push(event.id)
    this.heard.set(event.id, payload)
    this.#weigh(event.data)
  }

  /** `result` and `defect` of one part must agree. */
  #weigh({ jobId, partId, evaluation }: Record<string, string>): void {
    if (!jobId || !partId || !evaluation) return
    const part = `${jobId}/${partId}`
    const before = this.#verdicts.get(part) ?? evaluation
    if (before !== evaluation) this.contradictions.push(part)
    this.#verdicts.set(part, evaluation)
  }
}
