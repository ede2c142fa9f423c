/** The cells of one line of CSV (RFC 4180), trimmed; null when a quote is left open. */
export function cellsOf(line: string, separator: string): string[] | null {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim())
  const cells: string[] = []
  let [cell, isQuoted] = ['', false]
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index)
    if (isQuoted && char === '"' && line.charAt(index + 1) === '"') cell += line.charAt(++index)
    else if (char === '"' && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted
    else if (char === separator && !isQuoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += char
  }
  return isQuoted ? null : [...cells, cell.trim()]
}

/** The separator that a header uses: a comma, a semicolon or a tab, whichever it has most of. */
export const separatorOf = (header: string): string =>
  [',', ';', '\t'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ','
