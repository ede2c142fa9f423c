import { rename, rm, writeFile } from 'node:fs/promises'
import { BenchReport } from '../contract/bench.ts'
import { PeerReport } from '../contract/bench-peer.ts'
import { JidokaError } from '../contract/error.ts'
import { readResult } from '../io/result-file.ts'
import { benchHtml } from '../report/bench-html.ts'
import { benchMarkdown } from '../report/bench-markdown.ts'
import type { BenchReports } from '../report/bench-table.ts'
import type { Language } from '../report/format.ts'

/** Reads what `bench --json` wrote on another computer. @throws {JidokaError} USAGE, naming the file */
export const readReport = (file: string): Promise<BenchReport> =>
  readResult(file, BenchReport, 'report of jidoka bench --json')

/** Reads what `npm run peers -- --out` wrote. @throws {JidokaError} USAGE, naming the file */
export const readPeers = (file: string): Promise<PeerReport> =>
  readResult(file, PeerReport, 'result of npm run peers')

/** Markdown under a name that ends so, else HTML; it appears only when it is complete. @throws {JidokaError} USAGE */
export async function writeBenchReport(
  file: string,
  reports: BenchReports,
  { command, language }: { readonly command: string; readonly language: Language },
  peers: PeerReport | null,
): Promise<void> {
  const draft = `${file}.partial`
  const write = file.endsWith('.md') ? benchMarkdown : benchHtml
  const text = write(reports, { command, language }, peers)
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
