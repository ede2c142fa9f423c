import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { BenchReport } from '../contract/bench.ts'
import { JidokaError } from '../contract/error.ts'
import { fromJson } from '../io/card-file.ts'
import { benchHtml } from '../report/bench-html.ts'
import { benchMarkdown } from '../report/bench-markdown.ts'
import type { BenchReports } from '../report/bench-table.ts'

/** Reads what `bench --json` wrote on other computers. @throws {JidokaError} USAGE, naming the file */
export function readReports(files: readonly string[]): Promise<BenchReport[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new JidokaError('USAGE', `${file} could not be read (${error.code}).`)
      })
      const parsed = BenchReport.safeParse(fromJson(text))
      if (parsed.success) return parsed.data
      const [issue] = parsed.error.issues
      throw new JidokaError(
        'USAGE',
        `${file} is no report of jidoka bench --json (${issue?.path.join('.') || 'no JSON'}).`,
      )
    }),
  )
}

/** Markdown under a name that ends so, else HTML; it appears only when it is complete. @throws {JidokaError} USAGE */
export async function writeBenchReport(file: string, reports: BenchReports, command: string): Promise<void> {
  const draft = `${file}.partial`
  const text = file.endsWith('.md') ? benchMarkdown(reports, command) : benchHtml(reports, command)
  try {
    await writeFile(draft, text)
    await rename(draft, file)
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new JidokaError('USAGE', `The report ${file} cannot be written (${cause}).`)
  } finally {
    await rm(draft, { force: true })
  }
}
