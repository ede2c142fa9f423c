import { expect, it } from 'vitest'
import { readHouse, testFiles } from './source.ts'

it('the table of Sparkplug assertions names exactly those that a test is named for', () => {
  const listed = [...readHouse('edge/core/sparkplug/README.md').matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)]
    .filter(([, , shown = '']) => /said|wire|bytes/.test(shown))
    .map(([, id]) => id)
  const named = testFiles
    .filter((file) => /\/sparkplug(\/|[\w-]*\.test)/.test(file))
    .flatMap((file) => [
      ...readHouse(file).matchAll(
        /^ {2}(?:it\()?'(?:tck-id-)?((?:topics?|case|message|operational|payloads|principles)-[\w-]+)'/gm,
      ),
    ])
    .map(([, id]) => id)
  expect(listed.length).toBeGreaterThan(120)
  expect(listed.toSorted()).toEqual(named.toSorted())
})
