/** One started piece of work; `isSettled` lets a batch take whatever is ready. */
interface Started<Result> {
  readonly promise: Promise<Result>
  isSettled: boolean
}

/**
 * Starts work on each item as it comes, also while the taker is busy, and yields the results in the order of the items:
 * a batch holds every result that is ready. At most `window` items are under way or wait to be taken. A slow item holds
 * back those behind it, no longer than its own deadline.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  start: (item: Item) => Promise<Result>,
  window: number,
): AsyncGenerator<Result[]> {
  const iterator = items[Symbol.asyncIterator]()
  const started: Started<Result>[] = []
  const bell = createBell()
  let isOver = false
  const end = () => {
    isOver = true
    bell.ring()
  }

  async function fill(): Promise<void> {
    while (!isOver) {
      const next = await iterator.next()
      if (next.done || isOver) return
      started.push(begin(start(next.value), bell.ring))
      while (started.length >= window && !isOver) await bell.rung()
    }
  }
  const filled = fill().finally(end)
  filled.catch(() => undefined)

  try {
    while (!isOver || started.length > 0) {
      const ready = takeSettled(started)
      if (ready.length > 0) {
        bell.ring()
        yield await Promise.all(ready)
      } else await bell.rung()
    }
    await filled
  } finally {
    end()
    await iterator.return?.()
  }
}

function begin<Result>(promise: Promise<Result>, onSettled: () => void): Started<Result> {
  const entry = { promise, isSettled: false }
  const settle = () => {
    entry.isSettled = true
    onSettled()
  }
  promise.then(settle, settle)
  return entry
}

/** Removes and returns the settled entries at the head. */
function takeSettled<Result>(started: Started<Result>[]): Promise<Result>[] {
  const open = started.findIndex((entry) => !entry.isSettled)
  return started.splice(0, open < 0 ? started.length : open).map((entry) => entry.promise)
}

/** Rings for everybody who waits at that moment. */
function createBell() {
  let ring = () => {}
  const hang = () =>
    new Promise<void>((resolve) => {
      ring = resolve
    })
  let rung = hang()
  return {
    rung: () => rung,
    ring() {
      ring()
      rung = hang()
    },
  }
}
