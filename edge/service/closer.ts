/** Things to close, the last opened first; a failure to close one does not keep the others open. */
export interface Closer {
  add<T>(thing: T, close: (thing: T) => unknown): T
  close(): Promise<void>
}

export function createCloser(): Closer {
  const actions: (() => unknown)[] = []
  return {
    add(thing, close) {
      actions.push(() => close(thing))
      return thing
    },
    async close() {
      for (let action = actions.pop(); action; action = actions.pop()) {
        try {
          await action()
        } catch {
          // What cannot be closed is gone already; the process ends either way.
        }
      }
    },
  }
}
