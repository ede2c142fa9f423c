import type { Outcome, Verification } from '../../edge/contract/claim.ts'
import { decimal, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { OutcomeMark } from './glyph.tsx'

interface ErrorRateProps {
  readonly outcome: Outcome
  readonly name: string
  readonly about: string
  readonly of: (n: string) => string
  readonly rate: Verification['escape']
  readonly claimed: number
}

/** One way of being wrong: count, n, rate and how large the rate may still be. */
export function ErrorRate({ outcome, name, about, of, rate, claimed }: ErrorRateProps) {
  const { count } = words.value
  const spoken = language.value
  const observed = rate.n > 0 ? rate.count / rate.n : null
  return (
    <div class={`error-rate ${outcome} ${rate.count > 0 ? 'some' : 'none'}`}>
      <h3>
        <OutcomeMark outcome={outcome} /> {name}
      </h3>
      <p class="about">{about}</p>
      <p class="big">
        {decimal(rate.count, spoken)} <small>{of(decimal(rate.n, spoken))}</small>
      </p>
      <RateScale observed={observed} upper={rate.upper95} claimed={claimed} />
      <dl>
        <div>
          <dt>{count.rate}</dt>
          <dd>{observed === null ? '–' : percent(observed, spoken)}</dd>
        </div>
        <div>
          <dt>{count.atMost}</dt>
          <dd>{percent(rate.upper95, spoken)}</dd>
        </div>
      </dl>
    </div>
  )
}

/** Where a rate lies between 0.01 % and 100 %, logarithmically, 0 … 1. */
const place = (rate: number): number => Math.min(1, Math.max(0, 1 + Math.log10(Math.max(rate, 1e-9)) / 4))
const left = (rate: number): string => `${100 * place(rate)}%`

interface RateScaleProps {
  readonly observed: number | null
  readonly upper: number
  readonly claimed: number
}

function RateScale({ observed, upper, claimed }: RateScaleProps) {
  const from = observed ?? 0
  return (
    <div class="rate-scale" role="img" aria-label={words.value.count.scale}>
      <i class="whisker" style={{ left: left(from), right: `${100 * (1 - place(upper))}%` }} />
      <i class="claimed" style={{ left: left(claimed) }} title={percent(claimed, language.value)} />
      {observed !== null && <i class="dot" style={{ left: left(from) }} />}
    </div>
  )
}
