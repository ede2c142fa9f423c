import { X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import { isIP } from 'node:net'
import { createSecureContext, type TlsOptions } from 'node:tls'
import { JidokaError } from '../contract/error.ts'
import type { Clock, Log } from '../contract/port.ts'
import type { Settings } from '../contract/setting.ts'

export type TlsSettings = Pick<Settings, 'tlsCert' | 'tlsKey' | 'tlsCa'>

export interface TlsPair {
  readonly options: TlsOptions
  readonly certificate: X509Certificate
}

/** A certificate and its key, read again whenever the files change. */
export interface TlsFiles {
  options(): TlsOptions
  /** Whether the certificate speaks for this host. */
  isFor(host: string): boolean
  /** A host that the certificate speaks for, or `otherwise`; IPv6 in brackets. */
  name(otherwise: string): string
  onChange(action: (options: TlsOptions) => void): void
  close(): void
}

/** @throws {JidokaError} TLS_INVALID */
export function readTls({ tlsCert, tlsKey, tlsCa }: TlsSettings): TlsPair {
  try {
    const pair = { cert: fs.readFileSync(tlsCert), key: fs.readFileSync(tlsKey) }
    // Whoever has no certificate of this authority does not even see a sign-in.
    const mutual = tlsCa ? { ca: fs.readFileSync(tlsCa), requestCert: true, rejectUnauthorized: true } : {}
    createSecureContext({ ...pair, ...mutual })
    return {
      options: { ...pair, ...mutual, minVersion: 'TLSv1.2' },
      certificate: new X509Certificate(pair.cert),
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new JidokaError('TLS_INVALID', `${[tlsCert, tlsKey, tlsCa].filter(Boolean).join(', ')}: ${cause}.`)
  }
}

const lookEveryMs = 5_000

/** null without a certificate. @throws {JidokaError} TLS_INVALID at first; files that are wrong later change nothing */
export function openTls(settings: TlsSettings, clock: Clock, log: Log): TlsFiles | null {
  if (!settings.tlsCert) return null
  let pair = readTls(settings)
  let mark = markOf(settings)
  const actions: ((options: TlsOptions) => void)[] = []
  let cancel = clock.after(lookEveryMs, look)

  function look(): void {
    cancel = clock.after(lookEveryMs, look)
    const now = markOf(settings)
    if (now === mark) return
    mark = now
    try {
      pair = readTls(settings)
      for (const action of actions) action(pair.options)
      log.info('another certificate is in use', { validTo: pair.certificate.validTo })
    } catch (error) {
      log.warn('the certificate files have changed and cannot be used; the last ones stay', { error })
    }
  }

  return {
    options: () => pair.options,
    isFor: (host) => speaksFor(pair.certificate, host),
    name(otherwise) {
      const names = pair.certificate.subjectAltName ?? ''
      const found = /(?:DNS|IP Address):([^,\s]+)/.exec(names)?.[1] ?? otherwise
      return found.includes(':') ? `[${found}]` : found
    },
    onChange: (action) => void actions.push(action),
    close: () => cancel(),
  }
}

export const speaksFor = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined

/** Changes with any of the files, also when a link points elsewhere. */
const markOf = ({ tlsCert, tlsKey, tlsCa }: TlsSettings): string =>
  [tlsCert, tlsKey, tlsCa]
    .map((file) => {
      const found = file ? fs.statSync(file, { throwIfNoEntry: false }) : undefined
      return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : ''
    })
    .join()
