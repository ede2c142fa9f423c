import { signal } from '@preact/signals'

/** The views of the board, in their order on the screen. */
export const tabs = [
  'line',
  'quality',
  'desk',
  'machines',
  'history',
  'teach',
  'classroom',
  'system',
] as const
export type TabName = (typeof tabs)[number]

export const tab = signal<TabName>('line')

/** The view that an address names; an address that names none (a skip link) changes nothing. */
export const tabOf = (hash: string, present: TabName): TabName =>
  hash === '' ? 'line' : (tabs.find((name) => `#${name}` === hash) ?? present)

/** Where a key leads from a tab (WAI-ARIA tabs); null: the key means something else. */
export function tabAfter(present: TabName, key: string): TabName | null {
  const at = tabs.indexOf(present)
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: (at + tabs.length - 1) % tabs.length,
    ArrowRight: (at + 1) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  }
  const to = steps[key]
  return to === undefined ? null : (tabs[to] ?? null)
}

/** The view is part of the address: it outlives a reload, can be sent, and Back leads back. */
export function openTab(name: TabName): void {
  if (name !== tab.peek()) location.hash = name
}

export function followAddress(): void {
  const read = () => {
    tab.value = tabOf(location.hash, tab.peek())
  }
  addEventListener('hashchange', read)
  read()
}
