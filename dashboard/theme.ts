import { computed, effect, signal } from '@preact/signals'
import { storeChoice, storedChoice } from './preference.ts'

const systemDark = matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = signal(systemDark.matches)
systemDark.addEventListener('change', (change) => {
  systemIsDark.value = change.matches
})

const chosen = signal(storedChoice('theme', ['light', 'dark']))

/** Follows the system until the viewer chooses. */
export const isDark = computed(() => (chosen.value === null ? systemIsDark.value : chosen.value === 'dark'))

export function switchTheme(): void {
  chosen.value = isDark.value ? 'light' : 'dark'
  storeChoice('theme', chosen.value)
}

/** For a projector in a bright room: the strongest contrast, and larger where there is room. */
export const isProjected = signal(storedChoice('projector', ['on']) !== null)

export function switchProjector(): void {
  isProjected.value = !isProjected.value
  storeChoice('projector', isProjected.value ? 'on' : 'off')
}

effect(() => {
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light'
  document.documentElement.dataset.projector = isProjected.value ? 'on' : 'off'
})
