import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { timeOfDay } from '../format.ts'
import { language, words } from '../language.ts'
import { isQualityAway, pollQuality, quality } from '../quality.ts'
import { stream, verification } from '../store.ts'
import { Curves } from './curves.tsx'
import { Detection } from './detection.tsx'
import { Dial } from './dial.tsx'
import { Pareto } from './pareto.tsx'
import { RunReport } from './run-report.tsx'
import { Ships } from './ships.tsx'
import { Worst } from './worst.tsx'

/** What the last parts of known truth say about the line, and what other thresholds would have said. */
export function Quality({ clock }: { readonly clock: Clock }) {
  useEffect(() => pollQuality(clock), [clock])
  const word = words.value.quality
  const told = quality.value
  if (!told) return <p class="panel waiting">{isQualityAway.value ? word.away : word.waiting}</p>
  const isUnknown = (verification.value?.tally.unknownTruth ?? 0) > 0
  if (told.quality.parts === 0) return <p class="panel waiting">{isUnknown ? word.noTruth : word.noParts}</p>
  return (
    <>
      {isQualityAway.value && stream.value.state !== 'lost' && (
        <p class="notice" role="status">
          {word.awaySince(timeOfDay(told.atMs, language.value))}
        </p>
      )}
      <Dial quality={told.quality} />
      <Ships quality={told.quality} />
      <Pareto pareto={told.quality.curves.pareto} />
      <Detection detection={told.quality.curves.detection} />
      <Curves curves={told.quality.curves} />
      <Worst worst={told.quality.worst} />
      <RunReport atMs={told.atMs} />
    </>
  )
}
