import { evidence } from '../format.ts'
import { language, words } from '../language.ts'

const settles = 20

interface EvidenceMeterProps {
  readonly name: string
  readonly kind: 'demonstrate' | 'refute'
  readonly e: number
}

/** Where E stands between 1/20 and 20 on a logarithmic scale, 0 … 1; 1 (no evidence) is the middle. */
const place = (e: number): number =>
  Math.min(1, Math.max(0, 0.5 + Math.log(Math.max(e, 1e-300)) / (2 * Math.log(settles))))
const ticks = [0.05, 0.2, 1, 5, 20] as const

/** Evidence on a logarithmic scale, from none in the middle to settled at the right. */
export function EvidenceMeter({ name, kind, e }: EvidenceMeterProps) {
  const at = place(e)
  const says = evidence(e, language.value)
  const fill = { left: `${100 * Math.min(0.5, at)}%`, right: `${100 * (1 - Math.max(0.5, at))}%` }
  return (
    <div class={`meter ${kind} ${e >= settles ? 'settled' : ''}`}>
      <p>
        <span>{name}</span> <b>{says}</b>
      </p>
      <meter
        class="visually-hidden"
        min={0}
        max={1}
        value={at}
        aria-label={name}
        aria-valuetext={words.value.claim.meter(says)}
      />
      <div class="meter-track" aria-hidden>
        <i class={at < 0.5 ? 'fill less' : 'fill'} style={fill} />
        {ticks.map((tick) => (
          <i key={tick} class="tick" style={{ left: `${100 * place(tick)}%` }} />
        ))}
        <i class="needle" style={{ left: `${100 * at}%` }} />
      </div>
      <p class="scale-ticks" aria-hidden>
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${100 * place(tick)}%` }}>
            {tick < 1 ? `1/${1 / tick}` : tick}
          </span>
        ))}
      </p>
    </div>
  )
}
