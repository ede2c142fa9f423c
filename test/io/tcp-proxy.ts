import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A cable between a client and a broker that a test can pull, or fill with cotton. */
export class TcpProxy {
  readonly port: number
  #server: Server
  #target: number
  readonly #pairs = new Set<{ near: Socket; far: Socket }>()

  private constructor(server: Server, port: number, target: number) {
    this.#server = server
    this.port = port
    this.#target = target
    this.#serve(server)
  }

  static async to(target: number, ownPort = 0): Promise<TcpProxy> {
    const server = createServer().listen(ownPort, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return new TcpProxy(server, typeof address === 'object' && address ? address.port : 0, target)
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`
  }

  /** Both ends see a reset; new connections are welcome at once. */
  cut(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }

  /** What the broker says on the present connections no longer arrives. */
  mute(): void {
    for (const { near, far } of this.#pairs) far.unpipe(near)
  }

  /** Nothing arrives on the present connections, either way, and nobody is told: a link that is half open. */
  stall(): void {
    for (const { near, far } of this.#pairs) {
      far.unpipe(near)
      near.unpipe(far)
    }
  }

  /** Cuts, and refuses connections until `open`. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    await closed
  }

  async open(target: number): Promise<void> {
    this.#target = target
    this.#server = createServer().listen(this.port, '127.0.0.1')
    this.#serve(this.#server)
    await once(this.#server, 'listening')
  }

  #serve(server: Server): void {
    server.on('connection', (near) => {
      const far = connect(this.#target, '127.0.0.1')
      const pair = { near, far }
      this.#pairs.add(pair)
      near.pipe(far)
      far.pipe(near)
      for (const socket of [near, far]) {
        socket.on('error', () => undefined)
        socket.on('close', () => {
          this.#pairs.delete(pair)
          near.destroy()
          far.destroy()
        })
      }
    })
  }
}
