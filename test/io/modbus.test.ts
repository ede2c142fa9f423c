import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import modbus from 'jsmodbus'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ModbusDoor, startModbus } from '../../edge/io/modbus.ts'
import { keptLog } from '../broker/local-broker.ts'

const coils = [true, false, true]
const registers = [7, 0, 65_535]

async function open(): Promise<ModbusDoor> {
  const options = {
    host: '127.0.0.1',
    port: 0,
    log: keptLog,
    coils: () => coils,
    inputRegisters: () => registers,
  }
  const door = await startModbus(options)
  onTestFinished(() => door.close())
  return door
}

async function join({ port }: ModbusDoor): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

async function clientOf(door: ModbusDoor) {
  const socket = connect(door.port, '127.0.0.1')
  const client = new modbus.client.TCP(socket, 1, 2000)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return client
}

/** Frames by hand, after MODBUS Messaging on TCP/IP 1.0b: the library cannot agree with its own mistakes here. */
const frame = (...bytes: number[]) => Buffer.from([0x15, 0x01, 0, 0, 0, bytes.length, ...bytes])
const answerTo = async (door: ModbusDoor, ...bytes: number[]) => {
  const socket = await join(door)
  socket.write(frame(...bytes))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString('hex')
}

describe('Modbus TCP', () => {
  it('says coils and input registers byte for byte as the specification has it', async () => {
    const door = await open()
    expect(await answerTo(door, 1, 1, 0, 0, 0, 3)).toBe('15010000000401010105')
    expect(await answerTo(door, 9, 4, 0, 1, 0, 2)).toBe('1501000000070904040000ffff')
  })

  it('answers a client of the library', async () => {
    const client = await clientOf(await open())
    const { response } = await client.readCoils(0, 3)
    expect([...response.body.valuesAsArray].slice(0, 3)).toEqual([1, 0, 1])
    expect((await client.readInputRegisters(0, 3)).response.body.valuesAsArray).toEqual(registers)
  })

  it.each([
    ['a coil', [5, 0, 0, 0xff, 0]],
    ['coils', [15, 0, 0, 0, 3, 1, 2]],
    ['a register', [6, 0, 0, 0, 1]],
    ['registers', [16, 0, 0, 0, 1, 2, 0, 1]],
    ['reading discrete inputs', [2, 0, 0, 0, 1]],
    ['reading holding registers', [3, 0, 0, 0, 1]],
  ])('refuses to write, or what is not there: %s', async (_name, body) => {
    const door = await open()
    const code = ((body[0] ?? 0) | 0x80).toString(16).padStart(2, '0')
    expect(await answerTo(door, 1, ...body)).toBe(`15010000000301${code}01`)
    expect(await answerTo(door, 1, 1, 0, 0, 0, 3)).toContain('010105')
  })

  it.each([[[1, 0, 0, 0, 4]], [[1, 0, 3, 0, 1]], [[1, 0xff, 0xff, 0, 1]], [[4, 0, 2, 0, 2]]])(
    'says `illegal address` beyond its end: %j',
    async (body) => {
      const code = ((body[0] ?? 0) | 0x80).toString(16)
      expect(await answerTo(await open(), 1, ...body)).toBe(`15010000000301${code}02`)
    },
  )

  it('says `illegal value` to who asks for nothing', async () => {
    expect(await answerTo(await open(), 1, 4, 0, 0, 0, 0)).toBe('150100000003018403')
  })

  it('drops who sends nonsense without end, and goes on', async () => {
    const door = await open()
    const stranger = await join(door)
    stranger.write(Buffer.alloc(1000, 0xff))
    await once(stranger, 'close')
    expect(await answerTo(door, 1, 1, 0, 0, 0, 3)).toContain('010105')
  })

  it('survives whatever bytes come', async () => {
    const door = await open()
    const body = fc.uint8Array({ maxLength: 20 }).map((bytes) => frame(1, ...bytes))
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, fc.uint8Array({ maxLength: 300 })), async (bytes) => {
        const socket = await join(door)
        socket.end(bytes)
        socket.resume()
        await once(socket, 'close')
      }),
      { seed: 20_251_122, numRuns: 100 },
    )
    expect(await answerTo(door, 1, 1, 0, 0, 0, 3)).toContain('010105')
  })

  it('takes only a free port on loopback', async () => {
    const { port } = await open()
    const options = { port, log: keptLog, coils: () => coils, inputRegisters: () => registers }
    await expect(startModbus({ ...options, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
    })
    await expect(startModbus({ ...options, host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'HOST_NOT_LOOPBACK',
    })
  })
})
