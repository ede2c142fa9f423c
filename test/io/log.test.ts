import { expect, it } from 'vitest'
import { JidokaError } from '../../edge/contract/error.ts'
import { createLog } from '../../edge/io/log.ts'

/** What a log of this level writes when `use` speaks. */
function written(
  level: 'debug' | 'info' | 'silent',
  use: (log: ReturnType<typeof createLog>) => void,
): Record<string, unknown>[] {
  const lines: string[] = []
  use(createLog(level, (line) => lines.push(line)))
  return lines.map((line) => JSON.parse(line))
}

it('writes one JSON object a line with level, time, message and fields', () => {
  const [line] = written('info', (log) =>
    log.warn('The lens is dirty', { line: 'steel-strip', lensSmear: 0.2 }),
  )
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/Z$/),
    message: 'The lens is dirty',
    line: 'steel-strip',
    lensSmear: 0.2,
  })
})

it('leaves out what is under its level', () => {
  const all = (log: ReturnType<typeof createLog>) => {
    log.debug('a')
    log.info('b')
    log.error('c')
  }
  expect(written('info', all).map(({ message }) => message)).toEqual(['b', 'c'])
  expect(written('debug', all)).toHaveLength(3)
  expect(written('silent', all)).toEqual([])
})

it('hides secrets at every depth that we log', () => {
  const secrets = {
    adminPassword: 'hunter2',
    settings: { adminPassword: 'hunter2' },
    request: { headers: { cookie: 'hunter2', authorization: 'hunter2' } },
    ticket: 'hunter2',
  }
  const [line] = written('info', (log) => log.info('start', secrets))
  expect(JSON.stringify(line)).not.toContain('hunter2')
  expect(line).toMatchObject({ ticket: '(hidden)', settings: { adminPassword: '(hidden)' } })
})

it('tells of bad input by code and cause, without a stack', () => {
  const error = new JidokaError('IMAGE_UNREADABLE', 'a.png is empty.')
  const [line] = written('info', (log) => log.warn('passed over', { error }))
  expect(line?.error).toEqual({ code: 'IMAGE_UNREADABLE', message: 'a.png is empty.' })
})

it('keeps what an error says', () => {
  const [line] = written('info', (log) =>
    log.error('A request failed', { error: new Error('no such frame') }),
  )
  expect(line).toMatchObject({ error: { type: 'Error', message: 'no such frame' } })
})
