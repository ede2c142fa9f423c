/** The last `most` values that somebody asked for, made once each; a promise that fails is not kept. */
export function recentValues<Value>(most: number) {
  const values = new Map<string, Value>()
  return {
    get(key: string, make: () => Value): Value {
      const known = values.get(key)
      if (known !== undefined) return known
      const made = make()
      values.set(key, made)
      const oldest = values.keys().next()
      if (values.size > most && !oldest.done) values.delete(oldest.value)
      if (made instanceof Promise) made.catch(() => values.delete(key))
      return made
    },
  }
}
