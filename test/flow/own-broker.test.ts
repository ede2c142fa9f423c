import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { BoardState } from '../../edge/contract/api.ts'
import { mosquitto, type RealBroker, startMosquitto } from '../broker/mosquitto.ts'
import { signIn, subscribePacket } from '../broker/wire.ts'
import { runJidoka } from '../edge/process.ts'
import { startWorker } from '../edge/worker.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

if (!mosquitto)
  console.warn('NOT TESTED: a service on a broker of one’s own, for `mosquitto` is not installed here.')

const login = { user: 'plant', password: 'not for the log' }
let data = ''
let broker: RealBroker
let service: Running

describe.skipIf(!mosquitto)('a service on a broker of one’s own', () => {
  beforeAll(async () => {
    broker = await startMosquitto(login)
    data = await temporaryFolder('own-broker')
    service = await startJidoka({
      data,
      args: ['--broker', broker.url, '--broker-user', login.user],
      env: { JIDOKA_BROKER_PASSWORD: login.password },
    })
  })
  afterAll(async () => {
    await service?.kill()
    await broker?.close()
    await removeFolder(data)
  })

  it('says its results there, and hears them for the board', async () => {
    const wire = await signIn(broker.port, { clientId: 'ear', ...login })
    await wire.send(subscribePacket('jidoka/+/+/+/+/+/_inspect/v1/result')).next()
    const heard = JSON.parse((await wire.message())?.payload ?? '')
    expect(heard).toMatchObject({ type: 'org.jidoka.result.v1', data: { isSimulated: true } })
    for await (const { topic } of service.results()) if (topic === 'result') break
    const state = BoardState.parse(await (await service.get('/api/v1/state')).json())
    expect(state.broker).toEqual({ url: broker.url, isConnected: true })
  })

  it('shows how to listen, but not the password', async () => {
    expect(service.greeting).toContain(`mosquitto_sub -h 127.0.0.1 -p ${broker.port} -u plant -P …`)
    expect(service.greeting).not.toContain(login.password)
    const settings = await (await service.get('/api/v1/settings')).text()
    expect(settings).not.toContain(login.password)
  })

  it('has its frames inspected by workers, and says so while there are none', async () => {
    const folder = await temporaryFolder('farm')
    onTestFinished(() => removeFolder(folder))
    const to = ['--broker', broker.url, '--broker-user', login.user]
    const env = { JIDOKA_BROKER_PASSWORD: login.password }
    const args = [...to, '--inspection', 'workers', '--deadline-ms', '20000', '--cell', 'farm']
    const farmed = await startJidoka({ data: folder, args, env })
    onTestFinished(() => farmed.kill())
    const seen = (async () => {
      const evaluations = new Set<unknown>()
      for await (const { topic, data: result } of farmed.results()) {
        if (topic !== 'result') continue
        evaluations.add(result.reason === 'inspector-failed' ? 'nobody' : result.evaluation)
        if (evaluations.has('OK')) return evaluations
      }
      return evaluations
    })()
    const isReady = async () => (await farmed.get('/readyz')).json()
    expect(await isReady()).toMatchObject({ isReady: true, components: { workers: '0' } })
    const worker = await startWorker(broker.url, { args: ['--broker-user', login.user], env })
    onTestFinished(async () => void (await worker.kill()))
    expect([...(await seen)]).toEqual(expect.arrayContaining(['nobody', 'OK']))
    expect(await isReady()).toMatchObject({ components: { workers: '1' } })
    expect(await farmed.stop()).toBe(0)
  })

  it('refuses workers where no jobs are shared', async () => {
    const refused = await runJidoka(['start', '--data', data, '--inspection', 'workers'])
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringMatching(/^CONFIG_INVALID: inspection /) })
  })

  it('refuses the address of a broker with a login in it', async () => {
    const refused = await runJidoka(['start', '--data', data, '--broker', 'mqtt://plant:secret@broker'])
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringMatching(/^CONFIG_INVALID: .*broker/) })
    expect(refused.err).not.toContain('secret')
  })
})
