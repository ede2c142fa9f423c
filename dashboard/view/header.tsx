import type { ComponentChildren } from 'preact'
import { shortHash } from '../format.ts'
import { nameOf, switchLanguage, words } from '../language.ts'
import { isTraineePage } from '../page.ts'
import { isOnStage, playKey } from '../stage.ts'
import { isBrokerLinked, run, status, stream } from '../store.ts'
import { isDark, isProjected, switchProjector, switchTheme } from '../theme.ts'

/** Who speaks, what with, and whether it can be heard; below it, the way to the views. */
export function Header({ children }: { readonly children: ComponentChildren }) {
  const word = words.value
  return (
    <header>
      <div class="top">
        <h1>
          Jidoka <span lang="ja">自働化</span>
        </h1>
        {run.value && <Identity />}
        <div class="links">{run.value && !isTraineePage && <Links />}</div>
        <div class="choices">
          {run.value && !isTraineePage && (
            <button type="button" class="quiet" aria-pressed={isOnStage.value} onClick={() => playKey('p')}>
              {word.stage.open}
            </button>
          )}
          <button type="button" class="quiet" onClick={switchLanguage} title={word.otherLanguageHint}>
            {word.otherLanguage}
          </button>
          {!isTraineePage && (
            <button
              type="button"
              class="quiet"
              aria-pressed={isProjected.value}
              title={word.projectorHint}
              onClick={switchProjector}
            >
              {word.projector}
            </button>
          )}
          <button type="button" class="quiet" onClick={switchTheme}>
            {isDark.value ? word.toLight : word.toDark}
          </button>
        </div>
      </div>
      {children}
    </header>
  )
}

function Identity() {
  const known = run.value
  const word = words.value
  if (!known) return null
  return (
    <div class="identity">
      <b>{nameOf(known.line)}</b>
      <span class="badge" title={known.isSimulated ? word.simulatedHint : known.source}>
        {known.isSimulated ? word.simulated : word.photographs}
      </span>
      <dl>
        {known.seed !== null && <Fact name={word.seed} value={String(known.seed)} />}
        <Fact
          name={word.model}
          value={shortHash(known.model.sha256)}
          title={`${known.model.name} ${known.model.sha256}`}
        />
      </dl>
    </div>
  )
}

function Fact({
  name,
  value,
  title,
}: {
  readonly name: string
  readonly value: string
  readonly title?: string
}) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd class="mono">{value}</dd>
    </div>
  )
}

function Links() {
  const { link } = words.value
  const isOpen = stream.value.state === 'open'
  const boardWord = isOpen ? link.up : stream.value.state === 'lost' ? link.down : link.opening
  return (
    <>
      <Lamp name={link.board} isUp={stream.value.state !== 'lost'} says={boardWord} />
      {stream.value.state !== 'lost' && (
        <Lamp
          name={link.broker}
          isUp={isBrokerLinked.value}
          says={isBrokerLinked.value ? link.up : link.down}
        />
      )}
      {status.value?.state === 'offline' && <Lamp name={link.station} isUp={false} says={link.down} />}
    </>
  )
}

function Lamp({
  name,
  isUp,
  says,
}: {
  readonly name: string
  readonly isUp: boolean
  readonly says: string
}) {
  return (
    <span class={isUp ? 'lamp' : 'lamp down'}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={isUp ? 'M5 1a4 4 0 1 0 .01 0Z' : 'M1 1H9V9H1Z'} />
      </svg>
      {name} <span class="says">{says}</span>
    </span>
  )
}
