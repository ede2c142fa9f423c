import { EventEmitter } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import modbus from 'jsmodbus'
import { JidokaError } from '../contract/error.ts'
import type { Log } from '../contract/port.ts'

export interface ModbusOptions {
  /** Loopback only. */
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Read for each request: what function code 1 says. */
  coils(): readonly boolean[]
  /** What function code 4 says: 16 bits each. */
  inputRegisters(): readonly number[]
  readonly log: Log
}

export interface ModbusDoor {
  readonly port: number
  /** Drops every client. */
  close(): Promise<void>
}

const maxClients = 8
/** A client that does not ask for so long is gone. */
const idleMs = 60_000
/** Longest frame of Modbus TCP; what has not become a request by then never will. */
const longestFrame = 260
const illegalFunction = 1
const illegalAddress = 2
const illegalValue = 3

type Request = InstanceType<typeof modbus.ModbusTCPRequest>
type Answer = (bytes: Buffer) => void

/**
 * A Modbus TCP server that can only be read: everything else is answered `illegal function`.
 *
 * @throws JidokaError HOST_NOT_LOOPBACK, PORT_IN_USE
 */
export async function startModbus(options: ModbusOptions): Promise<ModbusDoor> {
  const { host, port, log } = options
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new JidokaError('HOST_NOT_LOOPBACK', `Modbus would listen on ${host}, which others can reach.`)
  // The library meets sockets only behind `guarded`: it throws on some bytes, and keeps others for ever.
  const doorway = new EventEmitter()
  serve(doorway, options)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.setTimeout(idleMs, () => socket.destroy())
    doorway.emit('connection', guarded(socket, log))
  })
  server.maxConnections = maxClients
  await bind(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function serve(doorway: EventEmitter, { coils, inputRegisters }: ModbusOptions): void {
  // Without buffers of its own the library asks the listeners below.
  const noBuffers = { coils: undefined, discrete: undefined, holding: undefined, input: undefined }
  const server = new modbus.server.TCP(doorway as Server, noBuffers as object)
  const { ReadCoilsResponseBody, ReadInputRegistersResponseBody, ExceptionResponseBody } = modbus.responses
  const reply = (
    request: Request,
    body: InstanceType<typeof modbus.responses.ModbusResponseBody>,
    answer: Answer,
  ) => answer(modbus.ModbusTCPResponse.fromRequest(request, body).createPayload())
  const refuse = (request: Request, code: 1 | 2 | 3, answer: Answer) =>
    reply(request, new ExceptionResponseBody(request.body.fc, code), answer)

  const events: EventEmitter = server
  events.on('readCoils', (request: Request, answer: Answer) => {
    const { start, count } = request.body as unknown as Range
    const values = coils()
    const fault = faultOf(start, count, values.length)
    if (fault) return refuse(request, fault, answer)
    const bits = values.slice(start, start + count).map((value) => (value ? 1 : 0))
    reply(request, new ReadCoilsResponseBody(bits, Math.ceil(count / 8)), answer)
  })
  events.on('readInputRegisters', (request: Request, answer: Answer) => {
    const { start, count } = request.body as unknown as Range
    const values = inputRegisters()
    const fault = faultOf(start, count, values.length)
    if (fault) return refuse(request, fault, answer)
    const bytes = Buffer.alloc(2 * count)
    for (const [index, value] of values.slice(start, start + count).entries())
      bytes.writeUInt16BE(value & 0xffff, 2 * index)
    reply(request, new ReadInputRegistersResponseBody(bytes.length, bytes), answer)
  })
  for (const event of refused)
    events.on(event, (request: Request, answer: Answer) => refuse(request, illegalFunction, answer))
}

interface Range {
  readonly start: number
  readonly count: number
}

const faultOf = (start: number, count: number, length: number): 2 | 3 | null => {
  if (count < 1) return illegalValue
  return start + count > length ? illegalAddress : null
}

const refused = [
  'readDiscreteInputs',
  'readHoldingRegisters',
  'writeSingleCoil',
  'writeSingleRegister',
  'writeMultipleCoils',
  'writeMultipleRegisters',
]

/** The two things that the library does with a socket, without its dangers. */
function guarded(socket: Socket, log: Log) {
  let unanswered = 0
  return {
    on(event: string, listener: (data: Buffer) => void) {
      socket.on(event, (data: Buffer) => {
        unanswered += data.length
        try {
          listener(data)
        } catch (error) {
          log.info('a Modbus client was dropped', { cause: String(error) })
          socket.destroy()
        }
        if (unanswered > longestFrame) socket.destroy()
      })
    },
    write(bytes: Buffer) {
      unanswered = 0
      socket.write(bytes)
    },
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new JidokaError('PORT_IN_USE', `Modbus port ${port} cannot be opened (${error.code}).`)),
    )
    server.listen(port, host, resolve)
  })
}
