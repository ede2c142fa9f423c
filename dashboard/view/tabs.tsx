import { desk } from '../desk.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { callingAlarms } from '../machines.ts'
import { openTab, type TabName, tab, tabAfter, tabs } from '../tab.ts'

export const tabId = (name: TabName): string => `tab-${name}`
export const panelId = (name: TabName): string => `view-${name}`

/** The views: arrow keys lead from one to the next, Tab into the one that is open (WAI-ARIA tabs). */
export function Tabs() {
  const word = words.value.tab
  const moveBy = (event: KeyboardEvent) => {
    const to = tabAfter(tab.value, event.key)
    if (to === null) return
    event.preventDefault()
    openTab(to)
    document.getElementById(tabId(to))?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={word.label} onKeyDown={moveBy}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabId(name)}
          aria-selected={tab.value === name}
          aria-controls={tab.value === name ? panelId(name) : undefined}
          tabIndex={tab.value === name ? 0 : -1}
          onClick={() => openTab(name)}
        >
          {word[name]}
          {name === 'desk' && <Waiting />}
          {name === 'machines' && <Calling />}
        </button>
      ))}
    </div>
  )
}

/** How many alarms nobody has acknowledged. */
function Calling() {
  if (callingAlarms.value === 0) return null
  const count = decimal(callingAlarms.value, language.value)
  return (
    <span class="waiting-count full">
      <span aria-hidden>{count}</span>
      <span class="visually-hidden">{words.value.machines.alarms(count)}</span>
    </span>
  )
}

/** How many parts wait at the desk; full, it calls. */
function Waiting() {
  const now = desk.value
  if (!now || now.waiting.length === 0) return null
  const count = decimal(now.waiting.length, language.value)
  return (
    <span class={now.waiting.length >= now.capacity ? 'waiting-count full' : 'waiting-count'}>
      <span aria-hidden>{count}</span>
      <span class="visually-hidden">{words.value.tab.waiting(count)}</span>
    </span>
  )
}
