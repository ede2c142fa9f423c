import type { Socket } from 'node:net'
import type { Log } from '../edge/contract/port.ts'
import type { Limits } from './limit.ts'

/** One connection, from its first byte on. */
interface Visitor {
  readonly address: string
  readonly socket: Socket
  isSignedIn: boolean
}

/** Who is in the house. Strangers give way to newcomers, so that no crowd of them can shut anybody out. */
export interface Entrance {
  /** Somebody connects. */
  enter(socket: Socket): void
  /** Where a connection comes from; '' once it is gone. */
  addressOf(socket: unknown): string
  /** Somebody proved who they are. Why they may not stay; null: they may. */
  signIn(socket: unknown, isService: boolean): string | null
  empty(): void
}

export function createEntrance(limits: Limits, log: Log): Entrance {
  const visitors = new Map<unknown, Visitor>()
  const strangers = createCrowd()
  let turnedAway = 0

  function turnOneAway(): void {
    const oldest = strangers.oldest()
    if (!oldest) return
    strangers.remove(oldest)
    oldest.socket.destroy()
    turnedAway += 1
    if ((turnedAway & (turnedAway - 1)) === 0)
      log.warn('clients were turned away that did not sign in in time', {
        turnedAway,
        address: oldest.address,
      })
  }

  const count = (isCounted: (visitor: Visitor) => boolean): number =>
    [...visitors.values()].filter((visitor) => visitor.isSignedIn && isCounted(visitor)).length

  return {
    enter(socket) {
      const visitor = { address: plainAddress(socket.remoteAddress), socket, isSignedIn: false }
      visitors.set(socket, visitor)
      strangers.add(visitor)
      socket.once('close', () => {
        visitors.delete(socket)
        strangers.remove(visitor)
      })
      if (strangers.size() > limits.strangers) turnOneAway()
    },
    addressOf: (socket) => visitors.get(socket)?.address ?? '',
    signIn(socket, isService) {
      const visitor = visitors.get(socket)
      if (!visitor) return 'it is gone'
      const isFull = count(() => true) >= limits.clients
      const isCrowd = count(({ address }) => address === visitor.address) >= limits.clientsPerAddress
      if (!isService && (isFull || isCrowd))
        return isFull ? 'too many clients are connected' : 'too many clients of this address are connected'
      strangers.remove(visitor)
      visitor.isSignedIn = !isService
      return null
    },
    empty() {
      for (const { socket } of visitors.values()) socket.destroy()
    },
  }
}

/** Those who have not signed in, by address and in the order of their coming. */
function createCrowd() {
  const crowds = new Map<string, Set<Visitor>>()
  let size = 0
  return {
    size: () => size,
    add(visitor: Visitor): void {
      const crowd = crowds.get(visitor.address) ?? new Set()
      crowds.set(visitor.address, crowd.add(visitor))
      size += 1
    },
    remove(visitor: Visitor): void {
      const crowd = crowds.get(visitor.address)
      if (!crowd?.delete(visitor)) return
      size -= 1
      if (crowd.size === 0) crowds.delete(visitor.address)
    },
    /** The one who has waited longest, of the address with most of them. */
    oldest(): Visitor | undefined {
      const [largest] = [...crowds.values()].sort((a, b) => b.size - a.size)
      return largest?.values().next().value
    },
  }
}

/** IPv4 as such, on a socket of both families too. */
const plainAddress = (address = ''): string => address.replace(/^::ffff:/, '')
