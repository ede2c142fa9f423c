import { writeSync } from 'node:fs'
import type { EventDraft } from '../../edge/core/event.ts'
import { openBook } from '../../edge/io/book.ts'
import { place, sampleResult, startMs } from './sample-data.ts'

/** Run as a child process: records without end, and says after each transaction which sequence it was promised. */
const book = openBook(process.argv[2] ?? '')
const jobId = `run-${process.pid}`
for (let sequence = 0; ; sequence++) {
  const data = sampleResult(sequence, jobId)
  const draft: EventDraft = { topic: 'result', runId: jobId, subject: data.partId, timeMs: startMs, data }
  const rows = book.record([data], [draft, { ...draft, topic: 'defect' }], place)
  writeSync(1, `${rows.at(-1)?.sequence}\n`)
}
