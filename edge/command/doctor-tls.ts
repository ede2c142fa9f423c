import { errorCatalogue, JidokaError } from '../contract/error.ts'
import { readTls, type TlsSettings } from '../io/tls-file.ts'
import type { Finding } from './doctor.ts'

/** Certificate and key belong together, and hold today. */
export function tlsFinding(settings: TlsSettings, nowMs: number): Finding {
  const name = 'TLS'
  if (!settings.tlsCert) return { name, isOk: null, found: 'off; loopback only' }
  try {
    const { validFrom, validTo, subject } = readTls(settings).certificate
    const isOk = Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo)
    const remedy = 'Put a new certificate in its place; a running service takes it within seconds.'
    return { name, isOk, found: `${subject}, from ${validFrom} to ${validTo}.`, remedy }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { name, isOk: false, found: error.message, remedy: errorCatalogue.TLS_INVALID.remedy }
  }
}
