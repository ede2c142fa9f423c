import { type Format, formatOf, type Language } from './format.ts'
import { en, type Words } from './word-en.ts'
import { zh } from './word-zh.ts'

/** How a report speaks: the words and the numbers of one language. */
export interface Voice {
  readonly language: Language
  readonly words: Words
  readonly format: Format
  /** A line, a class or a look-alike; an unknown one as it came. */
  nameOf(name: string): string
}

const allWords: Record<Language, Words> = { en, zh }

export function voiceOf(language: Language): Voice {
  const words = allWords[language]
  return {
    language,
    words,
    format: formatOf(language),
    nameOf: (name) => (Object.hasOwn(words.names, name) ? (words.names[name] ?? name) : name),
  }
}
