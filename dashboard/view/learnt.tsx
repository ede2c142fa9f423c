import type { TeachFinding } from '../../edge/contract/teach.ts'
import { taughtImageUrl } from '../api.ts'
import { decimal, milliseconds, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { bench, inspectBy, tryTaught } from '../teach.ts'
import { imageOfFile } from '../teach-fold.ts'

const count = (value: number) => decimal(value, language.value)

/** What came of learning, and where it may be used. */
export function Learnt({ finding }: { readonly finding: TeachFinding }) {
  const { teach } = words.value
  const spoken = language.value
  const { model, images, seconds, method, latencyMs, falseRejectUpper95: upper } = finding
  return (
    <>
      <ul class="learnt">
        <li>{teach.learnt(model, count(images), decimal(seconds, spoken, 1))}</li>
        <li>{teach.method[method]}</li>
        <li>{teach.look(milliseconds(latencyMs.p50, spoken))}</li>
        <li>{upper === null ? teach.noPromise : teach.promise(percent(upper, spoken))}</li>
        {finding.suspects.length > 0 && <li>{teach.suspects(count(finding.suspects.length))}</li>}
        {finding.warnings.map((warning) => (
          <li key={warning} lang="en">
            {warning}
          </li>
        ))}
      </ul>
      <Strangest files={finding.leastCertain} />
      <OnLine model={model} />
      <p>{teach.run}</p>
      <pre class="mono">{`npx jidoka start --source folder:photographs --model ${model}\nnpx jidoka inspect photographs --model ${model}`}</pre>
    </>
  )
}

/** Which model the running line inspects by. */
function OnLine({ model }: { readonly model: string }) {
  const { teach } = words.value
  const now = bench.value?.onLine ?? null
  return (
    <>
      <p class="on-line">
        <button type="button" onClick={() => void inspectBy(true)}>
          {teach.useOnLine(model)}
        </button>
        {now !== null && (
          <button type="button" class="quiet" onClick={() => void inspectBy(false)}>
            {teach.ownAgain}
          </button>
        )}
      </p>
      <p role="status">{now !== null && teach.onLine(now)}</p>
    </>
  )
}

function Strangest({ files }: { readonly files: readonly string[] }) {
  const { teach } = words.value
  const held = new Set(bench.value?.images.map(({ id }) => id))
  const ids = files.flatMap((file) => imageOfFile(file) ?? []).filter((id) => held.has(id))
  if (ids.length === 0) return null
  return (
    <>
      <p class="hint">{teach.strangest}</p>
      <ul class="good-images">
        {ids.slice(0, 6).map((id) => (
          <li key={id}>
            <button type="button" class="see" onClick={() => void tryTaught(id)}>
              <img src={taughtImageUrl(id)} alt={`${id}`} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
