/**
 * Run lengths from COCO's compressed text: five bits a character from `0` on, bit 6 says that more follow, and from the
 * fourth run on each is the difference to the one before the last. null when the text breaks off or holds anything else.
 */
export function runsFromText(text: string): number[] | null {
  const runs: number[] = []
  let [value, shift] = [0, 0]
  for (const char of text) {
    const bits = char.charCodeAt(0) - 48
    if (bits < 0 || bits > 63 || shift > 25) return null
    value |= (bits & 0x1f) << shift
    shift += 5
    if (bits & 0x20) continue
    if (bits & 0x10) value |= -1 << shift
    runs.push(value + (runs.length > 2 ? (runs.at(-2) ?? 0) : 0))
    value = 0
    shift = 0
  }
  return shift === 0 ? runs : null
}
