/** The cells at or over the threshold, in their order; a value that is no number is under any. */
export function cellsFrom(map: Float32Array, threshold: number): number[] {
  const cells: number[] = []
  for (let cell = 0; cell < map.length; cell++) if ((map[cell] as number) >= threshold) cells.push(cell)
  return cells
}

/**
 * Groups of neighbouring cells (8 neighbours), by their first cells.
 * @param cells ascending; `width` of them are a row of the map
 */
export function components(cells: readonly number[], width: number): number[][] {
  const left = new Set(cells)
  const groups: number[][] = []
  for (const start of cells) {
    if (!left.delete(start)) continue
    const group = [start]
    const take = (cell: number) => {
      if (left.delete(cell)) group.push(cell)
    }
    for (const cell of group) {
      const x = cell % width
      const last = cell + (x < width - 1 ? 1 : 0)
      for (let near = cell - (x > 0 ? 1 : 0); near <= last; near++) {
        take(near - width)
        take(near)
        take(near + width)
      }
    }
    groups.push(group)
  }
  return groups
}
