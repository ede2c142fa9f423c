/** Area under the ROC curve by ranks, ties counted half (science A8). NaN without both kinds of part. */
export function auroc(parts: readonly { readonly score: number; readonly isDefective: boolean }[]): number {
  const sorted = parts.toSorted((a, b) => a.score - b.score)
  let rankSum = 0
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++
    const meanRank = (start + 1 + end) / 2
    rankSum += meanRank * sorted.slice(start, end).filter((part) => part.isDefective).length
    start = end
  }
  const positive = parts.filter((part) => part.isDefective).length
  const negative = parts.length - positive
  return (rankSum - (positive * (positive + 1)) / 2) / (positive * negative)
}
