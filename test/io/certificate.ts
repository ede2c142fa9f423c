import { spawnSync } from 'node:child_process'
import path from 'node:path'

/** Certificates of our own making, by the `openssl` of this computer: tests skip loudly where there is none. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) console.warn('NOT TESTED: TLS and mutual TLS, because `openssl` is not installed here.')

export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

/**
 * A certificate on an elliptic curve, for two days.
 *
 * @param by whose it is; null: its own, an authority
 */
export function makeCertificate(folder: string, name: string, by: CertificateFiles | null): CertificateFiles {
  const files = { cert: path.join(folder, `${name}.pem`), key: path.join(folder, `${name}.key`) }
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '2']
  const names = 'subjectAltName=DNS:jidoka.example,DNS:localhost,IP:127.0.0.1'
  const issuer = by ? ['-CA', by.cert, '-CAkey', by.key, '-addext', names] : []
  const out = ['-subj', `/CN=${name}`, '-keyout', files.key, '-out', files.cert]
  const { status, stderr } = spawnSync('openssl', ['req', '-x509', ...curve, ...issuer, ...out])
  if (status !== 0) throw new Error(`openssl: ${stderr}`)
  return files
}
