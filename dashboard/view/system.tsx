import { showUrl } from '../api.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { brokerUrl, invalidMessages, run } from '../store.ts'

/** The small print: which run this is, how to have it again, and what was not understood. */
export function System() {
  const { system, scenario } = words.value
  const known = run.value
  if (!known) return null
  return (
    <footer class="system">
      <dl>
        <div>
          <dt>{system.run}</dt>
          <dd class="mono">{known.runId}</dd>
        </div>
        {known.scenario !== null && (
          <div>
            <dt>{scenario}</dt>
            <dd class="mono">{known.scenario}</dd>
          </div>
        )}
        <div>
          <dt>{system.broker}</dt>
          <dd class="mono">{brokerUrl.value}</dd>
        </div>
        <div>
          <dt>{system.replay}</dt>
          <dd class="mono replay">{known.replayCommand}</dd>
          {known.scenario !== null && (
            <dd>
              <a href={showUrl} download>
                {system.show}
              </a>
            </dd>
          )}
        </div>
      </dl>
      {invalidMessages.value > 0 && (
        <p class="invalid">{system.invalid(decimal(invalidMessages.value, language.value))}</p>
      )}
    </footer>
  )
}
