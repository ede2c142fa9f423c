import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { Aedes } from 'aedes'
import { startBroker } from '../../broker/broker.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createLog } from '../../edge/io/log.ts'

/** Run as a child process: `house` or `strict`, and the port. Lines on stdin say what it refuses. */
const [kind, portText] = process.argv.slice(2)
const port = Number(portText)
const refused = { login: false, topic: false }

if (kind === 'house') {
  await startBroker({
    ...{ host: '127.0.0.1', port, clock: wallClock, log: createLog('silent') },
    authenticate: (user) => (refused.login ? null : user === 'edge' ? 'edge' : 'viewer'),
  })
} else {
  const aedes = await Aedes.createBroker({
    connectTimeout: 5_000,
    drainTimeout: 10_000,
    // 3: the server is unavailable, which by default would stop MQTT.js for good.
    authenticate: (_client, _user, _password, done) =>
      refused.login ? done(Object.assign(new Error('not now'), { returnCode: 3 }), false) : done(null, true),
    authorizePublish: (_client, packet, done) =>
      done(refused.topic && packet.topic.endsWith('/intervention') ? new Error('denied') : null),
  })
  for (const event of ['clientError', 'connectionError'] as const) aedes.on(event, () => undefined)
  createServer({ noDelay: true }, aedes.handle).listen(port, '127.0.0.1')
}

const orders = createInterface(process.stdin)
// Nobody is left to want it.
orders.on('close', () => process.exit())
orders.on('line', (line) => {
  const [what, isOn] = line.split(' ')
  if (what === 'login' || what === 'topic') refused[what] = isOn === 'on'
})
process.stdout.write('ready\n')
