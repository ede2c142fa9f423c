/** What the viewer chose, kept in this browser. Storage may be forbidden: the choice then lasts as long as the page. */
export function storedChoice<T extends string>(name: string, allowed: readonly T[]): T | null {
  const stored = storedText(name)
  return allowed.find((choice) => choice === stored) ?? null
}

/** Text that this browser keeps; empty where it keeps none. */
export function storedText(name: string): string {
  try {
    return localStorage.getItem(`jidoka.${name}`) ?? ''
  } catch {
    return ''
  }
}

export function storeChoice(name: string, choice: string): void {
  try {
    localStorage.setItem(`jidoka.${name}`, choice)
  } catch {
    // The choice still holds until the page is closed.
  }
}
