/** Groups of neighbouring cells (8 neighbours) at or over the threshold. `strength` has `width` cells a row. */
export function components(strength: ArrayLike<number>, width: number, threshold: number): number[][] {
  const seen = new Uint8Array(strength.length)
  const groups: number[][] = []
  for (let start = 0; start < strength.length; start++) {
    if (seen[start] || (strength[start] ?? 0) < threshold) continue
    seen[start] = 1
    const group = [start]
    for (let next = 0; next < group.length; next++) {
      for (const cell of neighbours(group[next] ?? 0, width, strength.length)) {
        if (seen[cell] || (strength[cell] ?? 0) < threshold) continue
        seen[cell] = 1
        group.push(cell)
      }
    }
    groups.push(group)
  }
  return groups
}

function neighbours(cell: number, width: number, cells: number): number[] {
  const x = cell % width
  const found: number[] = []
  for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
    for (const row of [cell - width, cell, cell + width]) {
      if (row >= 0 && row < cells) found.push(row + dx)
    }
  }
  return found
}
