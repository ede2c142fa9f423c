import { useEffect } from 'preact/hooks'
import type { ResultData } from '../../edge/contract/event.ts'
import type { Mark } from '../../edge/contract/part.ts'
import type { PartRecord } from '../../edge/contract/part-record.ts'
import { partUrl, showUrl } from '../api.ts'
import { decimal, duration, milliseconds, percent, timeOfDay } from '../format.ts'
import { language, words } from '../language.ts'
import { readRecord, record, showsTruth } from '../part.ts'
import { replayFrom, stageShares } from '../part-fold.ts'
import { deskNews, held, run } from '../store.ts'
import { Panel } from './panel.tsx'
import { PartPicture } from './part-picture.tsx'
import { markText } from './picture.tsx'

/** One part, while it is held: where its time went, what happened to it, what it really is. */
export function Part() {
  const result = held.value
  const news = deskNews.value
  useEffect(() => {
    record.value = null
    if (!result) showsTruth.value = false
  }, [result?.partId])
  useEffect(() => {
    if (result) void readRecord(result.partId)
  }, [result?.partId, news])
  if (!result) return null
  return (
    <Panel id="part" title={words.value.part.title(result.partId)}>
      <div class="part">
        <Time result={result} />
        <Story result={result} review={record.value?.review ?? null} />
        <Truth known={record.value} />
        <Take result={result} />
      </div>
    </Panel>
  )
}

function Time({ result }: { readonly result: ResultData }) {
  const { part, load } = words.value
  const ms = (value: number) => milliseconds(value, language.value)
  const parts = stageShares(result.stagesMs)
  return (
    <div>
      <h3>{part.time}</h3>
      <div class="part-bar" aria-hidden>
        {parts.map(({ stage, share }) => (
          <i key={stage} class={`stage-${stage}`} style={{ width: `${100 * share}%` }} />
        ))}
      </div>
      <dl class="part-stages">
        {parts.map(({ stage, ms: took }) => (
          <div key={stage} class={`stage-${stage}`}>
            <dt>{load.stages[stage]}</dt>
            <dd>{ms(took)}&#8239;ms</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{part.total(ms(result.latencyMs))}</p>
    </div>
  )
}

function Story({ result, review }: { readonly result: ResultData; readonly review: PartRecord['review'] }) {
  const { part, evaluation } = words.value
  const takenMs = Date.parse(result.creationTime)
  const at = (ms: number) => timeOfDay(ms, language.value)
  return (
    <div>
      <h3>{part.story}</h3>
      <ol class="part-story">
        <Happened time={at(takenMs)} text={part.photographed} />
        <Happened
          time={`+${milliseconds(result.latencyMs, language.value)}\u202fms`}
          text={part.judged(evaluation[result.evaluation])}
        />
        {result.incidentId && <Happened time="" text={part.incident} />}
        {review && (
          <Happened
            time={at(Date.parse(review.decidedAt))}
            text={part.reviewed(
              review.reviewer,
              evaluation[review.decision],
              duration(review.waitedS, language.value),
            )}
          />
        )}
      </ol>
    </div>
  )
}

const Happened = ({ time, text }: { readonly time: string; readonly text: string }) => (
  <li>
    <span class="mono">{time}</span> {text}
  </li>
)

/** Open or closed, as the viewer wants: the guess comes first. */
function Truth({ known }: { readonly known: PartRecord | null }) {
  const { part } = words.value
  const flip = () => {
    showsTruth.value = !showsTruth.value
  }
  return (
    <div class="part-truth">
      <h3>{part.truth}</h3>
      <button type="button" aria-expanded={showsTruth.value} onClick={flip}>
        {showsTruth.value ? part.hide : part.reveal}
      </button>
      <div role="status">{showsTruth.value && known && <Told truth={known.truth} />}</div>
    </div>
  )
}

function Told({ truth }: { readonly truth: PartRecord['truth'] }) {
  const { part } = words.value
  if (!truth) return <p class="hint">{part.gone}</p>
  const { isDefective, marks } = truth
  if (isDefective === null) return <p class="hint">{part.nobodyKnows}</p>
  return (
    <>
      <p class={isDefective ? 'really bad' : 'really'}>
        {isDefective ? part.defective : part.good} {marks.length === 0 && part.bare}
      </p>
      <ul class="part-marks">
        {marks.map((mark, index) => (
          <li key={index}>
            {markText(mark)} <span class="hint">{aboutMark(mark)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function aboutMark({ isLookAlike, sizeOverLimit, contrastToNoise }: Mark): string {
  const { part } = words.value
  const size =
    isLookAlike || sizeOverLimit === null
      ? part.lookAlike
      : part.ofLimit(percent(sizeOverLimit, language.value))
  return `${size} · ${part.contrast(decimal(contrastToNoise, language.value, 1))}`
}

function Take({ result }: { readonly result: ResultData }) {
  const { part } = words.value
  const command = run.value && replayFrom(run.value, result)
  return (
    <div>
      <h3>{part.take}</h3>
      <p class="part-links">
        <PartPicture result={result} />
        <a href={partUrl(result.partId)} download={`${result.partId}.json`}>
          {part.result}
        </a>
      </p>
      {command && (
        <>
          <p class="hint">{part.replay}</p>
          <p class="mono replay">{command}</p>
          <a class="hint" href={showUrl} download>
            {part.script}
          </a>
        </>
      )}
    </div>
  )
}
