/** 0.2 s to 10 s, doubling, spread over clients by a hash (FNV-1a): after a broker's restart they do not come all at once. */
export function retryDelayMs(clientId: string, attempt: number): number {
  let hash = 0x811c9dc5
  for (const letter of `${clientId}/${attempt}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  }
  const ceilingMs = Math.min(10_000, 400 * 2 ** Math.min(attempt, 10))
  return Math.round(200 + ((hash >>> 0) / 2 ** 32) * (ceilingMs - 200))
}
