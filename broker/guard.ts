/** Bounds on one MQTT packet, bytes after its fixed header. */
export interface PacketLimits {
  /** For the first packet, which comes before any login. */
  readonly firstBytes: number
  readonly laterBytes: number
}

/**
 * Measures the packets of one connection, chunk by chunk, from their fixed headers alone (MQTT 3.1.1, 2.2.3).
 * aedes has no such limit and would buffer whatever a header announces (moscajs/aedes#1087).
 * Returns the announced length of the first packet over its limit, else null.
 */
export function packetMeter(limits: PacketLimits): (chunk: Uint8Array) => number | null {
  let bodyLeft = 0
  let weight = 0
  let length = 0
  let limit = limits.firstBytes

  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (bodyLeft > 0) {
        const step = Math.min(bodyLeft, chunk.length - at)
        bodyLeft -= step
        at += step
        continue
      }
      const byte = chunk[at] ?? 0
      at += 1
      if (weight === 0) {
        weight = 1
        length = 0
        continue
      }
      length += (byte & 0x7f) * weight
      weight *= 0x80
      if (byte >= 0x80 && weight <= 0x80 ** 3) continue
      if (length > limit) return length
      bodyLeft = length
      weight = 0
      limit = limits.laterBytes
    }
    return null
  }
}
