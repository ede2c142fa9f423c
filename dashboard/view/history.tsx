import { useEffect } from 'preact/hooks'
import type { ResultData } from '../../edge/contract/event.ts'
import type { HistoryFilter } from '../../edge/contract/history.ts'
import { exportUrl } from '../api.ts'
import { dayAndTime, decimal, millimetres, milliseconds } from '../format.ts'
import { before, filter, found, goOn, isHistoryAway, isSearching, search, searched } from '../history.ts'
import { language, nameOf, words } from '../language.ts'
import { hold, run } from '../store.ts'
import { openTab } from '../tab.ts'
import { EvaluationGlyph } from './glyph.tsx'
import { HistoryForm } from './history-form.tsx'
import { Panel } from './panel.tsx'

/** All parts that the book holds: to search, to look at, to take away. */
export function History() {
  useEffect(() => {
    if (found.peek() === null) void search(filter.peek())
  }, [])
  const { history } = words.value
  return (
    <Panel id="history" title={history.title} aside={<Exports wanted={filter.value} />}>
      <HistoryForm />
      <p class="hint" role="status">
        {isHistoryAway.value ? history.away : <Found />}
      </p>
      <Table results={found.value ?? []} />
      {before.value !== null && (
        <button type="button" aria-disabled={isSearching.value} onClick={() => !isSearching.peek() && goOn()}>
          {history.older}
        </button>
      )}
    </Panel>
  )
}

function Found() {
  const { history } = words.value
  const count = (value: number) => decimal(value, language.value)
  if (isSearching.value) return <>{history.searching(count(searched.value))}</>
  const parts = found.value?.length ?? 0
  return <>{history.found(count(parts), count(searched.value), before.value === null)}</>
}

function Exports({ wanted }: { readonly wanted: HistoryFilter }) {
  const { history } = words.value
  return (
    <span class="exports">
      {history.export}{' '}
      {(['csv', 'ndjson'] as const).map((format) => (
        <a key={format} href={exportUrl(wanted, format)} download>
          {format === 'csv' ? 'CSV' : 'JSON'}
        </a>
      ))}
    </span>
  )
}

function Table({ results }: { readonly results: readonly ResultData[] }) {
  const { history, verdict } = words.value
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="history-scroll" tabIndex={0} aria-label={history.title}>
      <table class="history">
        <thead>
          <tr>
            <th scope="col">{history.time}</th>
            <th scope="col">{verdict.part}</th>
            <th scope="col">{verdict.title}</th>
            <th scope="col">{verdict.score}</th>
            <th scope="col">{verdict.marks}</th>
            <th scope="col">{verdict.latency}</th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => (
            <Row key={result.resultId} result={result} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ result }: { readonly result: ResultData }) {
  const { evaluation, verdict } = words.value
  const spoken = language.value
  const { defects, score } = result
  const marks = defects.slice(0, 2).map((mark) => `${nameOf(mark.class)} ${millimetres(mark.sizeMm, spoken)}`)
  const rest = defects.length - marks.length
  return (
    <tr class={result.evaluation}>
      <td>
        <time dateTime={result.creationTime} title={result.creationTime}>
          {dayAndTime(Date.parse(result.creationTime), spoken)}
        </time>
      </td>
      <td>
        <PartName result={result} />
      </td>
      <td>
        <span class="history-verdict" title={result.detail}>
          <EvaluationGlyph evaluation={result.evaluation} /> {evaluation[result.evaluation]}
        </span>
      </td>
      <td class="number">{score === null ? verdict.noScore : decimal(score, spoken, 4)}</td>
      <td>{`${marks.join(', ')}${rest > 0 ? ` +${rest}` : ''}` || '–'}</td>
      <td class="number">{milliseconds(result.latencyMs, spoken)}&#8239;ms</td>
    </tr>
  )
}

/** A part of this run opens on the line; of an earlier run another part may bear the same name today. */
function PartName({ result }: { readonly result: ResultData }) {
  if (result.jobId !== run.value?.runId) return <span class="mono">{result.partId}</span>
  const open = () => {
    hold(result)
    openTab('line')
    document.getElementById('content')?.focus()
  }
  return (
    <button type="button" class="link mono" onClick={open}>
      {result.partId}
    </button>
  )
}
