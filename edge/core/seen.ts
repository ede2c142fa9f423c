/** Two 32-bit hashes of a text (FNV-1a from two starts), mixed; 0 stands for an empty place and is not given. */
function hashOf(text: string): number {
  let [low, high] = [0x811c9dc5, 0x9747b28c]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
    high ^= high >>> 13
  }
  low ^= low >>> 16
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1
}

/**
 * Remembers which texts came by, in 8 to 32 bytes each, whatever their length. `add` says whether the text *may* have
 * been there before: two texts share a hash once in 10^16 pairs, so ask the source before accusing anyone.
 */
export function createSeen(): { add(text: string): boolean } {
  let places = new Float64Array(1 << 12)
  let taken = 0
  const placeOf = (hash: number, among: Float64Array): number => {
    const mask = among.length - 1
    let place = hash & mask
    while (among[place] !== 0 && among[place] !== hash) place = (place + 1) & mask
    return place
  }
  const grow = () => {
    const larger = new Float64Array(places.length * 2)
    for (const hash of places) if (hash !== 0) larger[placeOf(hash, larger)] = hash
    places = larger
  }
  return {
    add: (text) => {
      const hash = hashOf(text)
      const place = placeOf(hash, places)
      if (places[place] === hash) return true
      places[place] = hash
      taken++
      if (taken * 2 > places.length) grow()
      return false
    },
  }
}
