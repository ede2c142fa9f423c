import type { Outcome, Verification } from '../../edge/contract/claim.ts'
import { decimal, percent, plainPercent } from '../format.ts'
import { language, words } from '../language.ts'
import { OutcomeMark } from './glyph.tsx'

interface ErrorRateProps {
  readonly outcome: Outcome
  readonly name: string
  readonly about: string
  readonly of: (n: string) => string
  readonly rate: Verification['escape']
}

/** One way of being wrong: count, n, rate and how large the rate may still be. */
export function ErrorRate({ outcome, name, about, of, rate }: ErrorRateProps) {
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
      <RateScale observed={observed} upper={rate.upper95} />
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

const decades = [0.0001, 0.001, 0.01, 0.1, 1] as const

function RateScale({ observed, upper }: { readonly observed: number | null; readonly upper: number }) {
  const from = observed ?? 0
  return (
    <div class="rate-scale" role="img" aria-label={words.value.count.scale}>
      <div>
        {decades.slice(1, -1).map((rate) => (
          <i key={rate} class="tick" style={{ left: left(rate) }} />
        ))}
        <i class="whisker" style={{ left: left(from), right: `${100 * (1 - place(upper))}%` }} />
        {observed !== null && <i class="dot" style={{ left: left(from) }} />}
      </div>
      <p class="scale-ticks" aria-hidden>
        {decades.map((rate) => (
          <span key={rate} style={{ left: left(rate) }}>
            {plainPercent(rate, language.value)}
          </span>
        ))}
      </p>
    </div>
  )
}
