/** One started piece of work; `isSettled` lets a batch take whatever is ready. */
interface Started<Result> {
  readonly promise: Promise<Result>
  isSettled: boolean
}

/**
 * Starts work on each item as it comes, at most `window` at a time, and yields the results in the order of
 * the items: a batch holds every result that is ready. A slow item holds back those behind it, no longer than
 * its own deadline.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  start: (item: Item) => Promise<Result>,
  window: number,
): AsyncGenerator<Result[]> {
  const iterator = items[Symbol.asyncIterator]()
  const started: Started<Result>[] = []
  let pull: Promise<IteratorResult<Item>> | null = iterator.next()
  try {
    while (pull || started.length > 0) {
      const first = started[0]
      const arrived: IteratorResult<Item> | null = await Promise.race([
        ...(pull && started.length < window ? [pull] : []),
        ...(first ? [first.promise.then(() => null)] : []),
      ])
      if (arrived?.done) pull = null
      else if (arrived) {
        started.push(begin(start(arrived.value)))
        pull = iterator.next()
      }
      const ready = takeSettled(started)
      if (ready.length > 0) yield await Promise.all(ready)
    }
  } finally {
    await iterator.return?.()
  }
}

function begin<Result>(promise: Promise<Result>): Started<Result> {
  const entry = { promise, isSettled: false }
  const settle = () => {
    entry.isSettled = true
  }
  promise.then(settle, settle)
  return entry
}

/** Removes and returns the settled entries at the head. */
function takeSettled<Result>(started: Started<Result>[]): Promise<Result>[] {
  const open = started.findIndex((entry) => !entry.isSettled)
  return started.splice(0, open < 0 ? started.length : open).map((entry) => entry.promise)
}
