const isJoin = (hash: string | undefined): boolean => /^#join(=|$)/.test(hash ?? '')

/** This page is a trainee's: it joins a group and shows the classroom alone. Decided by the address that it was opened with. */
export const isTraineePage = isJoin(globalThis.location?.hash)

/** The code that a QR code brought along; empty: none. */
export const broughtCode = (): string => /^#join=([\w-]{1,20})$/.exec(location.hash)?.[1] ?? ''

/** A change of address into the other kind of page is a new page. */
export function followKind(): void {
  addEventListener('hashchange', () => {
    if (isJoin(location.hash) !== isTraineePage) location.reload()
  })
}
