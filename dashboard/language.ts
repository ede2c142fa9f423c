import { computed, effect, signal } from '@preact/signals'
import type { Language } from './format.ts'
import { storeChoice, storedChoice } from './preference.ts'
import { en, type Words } from './word/en.ts'
import { zh } from './word/zh.ts'

const browserLanguage: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'

export const language = signal<Language>(storedChoice('language', ['en', 'zh']) ?? browserLanguage)
export const words = computed<Words>(() => (language.value === 'zh' ? zh : en))

/** A name that the service gave (line, class) in the viewer's language. */
export const nameOf = (name: string): string => words.value.names[name] ?? name

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh'
  storeChoice('language', language.value)
}

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
  document.title = words.value.title
})
