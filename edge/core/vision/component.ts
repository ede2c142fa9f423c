/** Groups of neighbouring cells (8 neighbours) at or over the threshold. `strength` has `width` cells a row. */
export function components(strength: Float32Array, width: number, threshold: number): number[][] {
  const seen = new Uint8Array(strength.length)
  const groups: number[][] = []
  const take = (cell: number, group: number[]) => {
    if (seen[cell] || !((strength[cell] ?? 0) >= threshold)) return
    seen[cell] = 1
    group.push(cell)
  }
  for (let start = 0; start < strength.length; start++) {
    if ((strength[start] ?? 0) < threshold || seen[start]) continue
    const group: number[] = []
    take(start, group)
    for (const cell of group) {
      const x = cell % width
      const left = cell - (x > 0 ? 1 : 0)
      const right = cell + (x < width - 1 ? 1 : 0)
      for (let near = left; near <= right; near++) {
        take(near - width, group)
        take(near, group)
        take(near + width, group)
      }
    }
    groups.push(group)
  }
  return groups
}
