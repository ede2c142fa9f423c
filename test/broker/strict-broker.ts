import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { onTestFinished } from 'vitest'

/** A broker that closes the connection of whoever says what it may not, as MQTT 3.1.1 allows (3.3.5). Returns its port. */
export async function strictBroker(isDenied: (payload: string) => boolean): Promise<number> {
  const aedes = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) =>
      done(isDenied(packet.payload.toString()) ? new Error('denied') : null),
  })
  aedes.on('clientError', () => undefined)
  const server = createServer({ noDelay: true }, aedes.handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    aedes.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
