import { X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Clock } from '../contract/port.ts'
import type { Settings } from '../contract/setting.ts'
import { isLoopback } from './config.ts'
import { makeWritable } from './data-folder.ts'
import { lanAddresses } from './join-url.ts'
import { makeSelfSigned } from './self-signed.ts'
import { speaksFor } from './tls-file.ts'

const dayMs = 24 * 3_600_000
/** Phones refuse a certificate that lives longer than 825 days. */
const lifeDays = 365

/**
 * The settings for a room full of devices: open to the network, and encrypted. A certificate of one's own is kept; where there is
 * none, one is made in the data folder, and again when it ends or the computer has another address.
 *
 * @throws {JidokaError} FOLDER_READ_ONLY
 */
export function openToTheRoom(settings: Settings, clock: Clock): Settings {
  const host = isLoopback(settings.host) ? '0.0.0.0' : settings.host
  if (settings.tlsCert) return { ...settings, host }
  makeWritable(settings.data)
  const files = {
    tlsCert: path.join(settings.data, 'classroom.pem'),
    tlsKey: path.join(settings.data, 'classroom.key'),
  }
  const names = namesOf(host)
  if (!isGood(files.tlsCert, files.tlsKey, names, clock.nowMs())) makeFiles(files, names, clock.nowMs())
  return { ...settings, host, ...files }
}

/** The address that phones use first: it stands in the links that the service prints. */
function namesOf(host: string): string[] {
  const own = host === '0.0.0.0' || host === '::' ? lanAddresses() : [host]
  const hostname = os.hostname().toLowerCase()
  const named = /^[a-z0-9.-]+$/.test(hostname) ? [hostname, `${hostname.split('.')[0]}.local`] : []
  return [...new Set([...own, ...named, 'localhost', '127.0.0.1'])]
}

function isGood(cert: string, key: string, names: readonly string[], nowMs: number): boolean {
  try {
    const known = new X509Certificate(fs.readFileSync(cert))
    const isYoung = Date.parse(known.validTo) > nowMs + dayMs
    return isYoung && fs.existsSync(key) && names.every((name) => speaksFor(known, name))
  } catch {
    return false
  }
}

function makeFiles(
  files: Pick<Settings, 'tlsCert' | 'tlsKey'>,
  names: readonly string[],
  nowMs: number,
): void {
  // A clock that is a little behind on a phone must not find it too new.
  const { cert, key } = makeSelfSigned(names, nowMs - dayMs, nowMs + lifeDays * dayMs)
  fs.rmSync(files.tlsKey, { force: true })
  fs.writeFileSync(files.tlsKey, key, { mode: 0o600 })
  fs.writeFileSync(files.tlsCert, cert)
}
