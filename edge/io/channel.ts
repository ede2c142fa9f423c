/** Items that are put in one place and taken, in their order, in another. */
export interface Channel<Item> extends AsyncIterable<Item> {
  put(item: Item): void
  /** Nothing more will be put: the taker ends when it has taken what is there. */
  end(): void
}

export function createChannel<Item>(): Channel<Item> {
  const items: Item[] = []
  let wake = () => {}
  let isOver = false
  return {
    put(item) {
      items.push(item)
      wake()
    },
    end() {
      isOver = true
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const item = items.shift()
        if (item !== undefined) yield item
        else if (isOver) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
