import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import type { ExportFormat, HistoryFilter, HistoryPage, HistoryQuery } from '../contract/history.ts'
import { resultHead, resultLine } from '../core/result-table.ts'
import type { HistoryDoor } from '../io/http-tools.ts'
import { createWorkerPool, type WorkerPool } from '../io/worker-pool.ts'
import type { RunTools } from './run-tools.ts'

export interface History extends HistoryDoor {
  close(): Promise<void>
}

type HistoryTools = Pick<RunTools, 'settings' | 'shell' | 'log'>

/** More at a time would keep those who look waiting. */
const mostExports = 2
const pageRows = 1000

/** What the book holds, searched in a thread of its own, which begins with the first question. */
export function createHistory({ settings, shell, log }: HistoryTools): History {
  let thread: WorkerPool<HistoryQuery, HistoryPage> | null = null
  let exports = 0

  async function page(query: HistoryQuery): Promise<HistoryPage> {
    const file = path.join(shell.edge, 'history-worker.mjs')
    thread ??= createWorkerPool({ file, count: 1, workerData: { folder: settings.data }, log })
    await thread.ready
    return thread.ask(query, [])
  }

  async function* textOf(filter: HistoryFilter, most: number, format: ExportFormat) {
    try {
      if (format === 'csv') yield resultHead
      let left = most
      let before: number | undefined
      while (left > 0) {
        const found = await page({
          ...filter,
          ...(before !== undefined && { before }),
          limit: Math.min(pageRows, left),
        })
        const line = format === 'csv' ? resultLine : (result: object) => `${JSON.stringify(result)}\n`
        if (found.results.length > 0) yield found.results.map(line).join('')
        left -= found.results.length
        if (found.before === null) return
        before = found.before
      }
    } finally {
      exports -= 1
    }
  }
  return {
    page,
    export(filter, most, format) {
      if (exports >= mostExports)
        throw new JidokaError('TOO_MANY_REQUESTS', `${mostExports} exports are under way already.`)
      exports += 1
      return textOf(filter, most, format)
    },
    close: async () => thread?.close(),
  }
}
