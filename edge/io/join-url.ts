import { networkInterfaces } from 'node:os'
import { isLoopback } from './config.ts'
import type { TlsFiles } from './tls-file.ts'

/** Addresses of this computer in its networks (IPv4): what a phone in the room can reach. */
export const lanAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((found) =>
    (found ?? [])
      .filter(
        ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
      )
      .map(({ address }) => address),
  )

export interface JoinPlace {
  readonly host: string
  readonly tls: Pick<TlsFiles, 'isFor' | 'name'> | null
}

/** Where other devices reach the page on which trainees join; none on loopback. */
export function joinUrls({ host, tls }: JoinPlace, port: number): string[] {
  if (tls === null || isLoopback(host)) return []
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const known = isEverywhere ? lanAddresses().filter((address) => tls.isFor(address)) : [host]
  const names = known.length > 0 && known.every((name) => tls.isFor(name)) ? known : [tls.name(host)]
  return names.map((name) => `https://${name}:${port}/#join`)
}
