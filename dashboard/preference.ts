/** What the viewer chose, kept in this browser. Storage may be forbidden: the choice then lasts as long as the page. */
export function storedChoice<T extends string>(name: string, allowed: readonly T[]): T | null {
  try {
    const stored = localStorage.getItem(`jidoka.${name}`)
    return allowed.find((choice) => choice === stored) ?? null
  } catch {
    return null
  }
}

export function storeChoice(name: string, choice: string): void {
  try {
    localStorage.setItem(`jidoka.${name}`, choice)
  } catch {
    // The choice still holds until the page is closed.
  }
}
