import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { randomSerial } from './secret.ts'

/** A certificate and its key, PEM. */
export interface SelfSigned {
  readonly cert: string
  readonly key: string
}

/**
 * A certificate that nobody vouches for (RFC 5280: version 3, P-256, ECDSA with SHA-256). Node makes keys and signatures, and no
 * certificates; this is the little DER (X.690) that stands between. It is no authority: whoever trusts it trusts this service alone.
 *
 * @param names host names and IPv4 addresses
 */
export function makeSelfSigned(names: readonly string[], fromMs: number, untilMs: number): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(ecdsaWithSha256)
  const name = sequence(set(sequence(commonName, utf8(names[0] ?? 'jidoka'))))
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    ...[integer(randomSerial()), algorithm, name],
    ...[sequence(time(fromMs), time(untilMs)), name, spki],
    explicit(3, sequence(...extensionsOf(names, spki))),
  )
  const signature = sign('sha256', content, privateKey)
  const cert = sequence(content, algorithm, bits(signature))
  return { cert: pem(cert), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function extensionsOf(names: readonly string[], spki: Buffer): Buffer[] {
  const alternatives = names.map((name) =>
    isIP(name) === 4
      ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
      : tagged(0x82, Buffer.from(name)),
  )
  const digitalSignature = tagged(0x03, Buffer.from([7, 0x80]))
  return [
    extension(basicConstraints, sequence(), true),
    extension(keyUsage, digitalSignature, true),
    extension(extendedKeyUsage, sequence(serverAuth)),
    extension(subjectKeyIdentifier, octets(createHash('sha1').update(spki).digest())),
    extension(subjectAltName, sequence(...alternatives)),
  ]
}

/** A tag, the length, the content. */
function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...content: readonly Buffer[]) => tagged(0x30, ...content)
const set = (...content: readonly Buffer[]) => tagged(0x31, ...content)
const integer = (bytes: Buffer) => tagged(0x02, bytes)
const octets = (bytes: Buffer) => tagged(0x04, bytes)
const bits = (bytes: Buffer) => tagged(0x03, Buffer.from([0]), bytes)
const utf8 = (text: string) => tagged(0x0c, Buffer.from(text))
const explicit = (number: number, content: Buffer) => tagged(0xa0 | number, content)
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))
const yes = tagged(0x01, Buffer.from([0xff]))
const extension = (name: Buffer, content: Buffer, isCritical = false) =>
  sequence(name, ...(isCritical ? [yes] : []), octets(content))

/** To the second, `YYMMDDHHMMSSZ`: UTCTime, which holds until 2049. */
const time = (ms: number): Buffer =>
  tagged(
    0x17,
    Buffer.from(
      `${new Date(ms)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  )

const ecdsaWithSha256 = oid('2a8648ce3d040302')
const commonName = oid('550403')
const subjectKeyIdentifier = oid('551d0e')
const keyUsage = oid('551d0f')
const subjectAltName = oid('551d11')
const basicConstraints = oid('551d13')
const extendedKeyUsage = oid('551d25')
const serverAuth = oid('2b06010505070301')

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`
