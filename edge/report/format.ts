import { accuracyPercent, percent } from '../core/quality/sentence.ts'

export type Language = 'en' | 'zh'

export const locales = { en: 'en-GB', zh: 'zh-CN' } as const satisfies Record<Language, string>

/** Numbers as a person of this language writes them; `null` is a dash. */
export interface Format {
  whole(count: number | null): string
  /** At most so many decimals, and no fewer than `least`. */
  decimal(value: number | null, digits?: number, least?: number): string
  /** Three digits that count, or as many as tell it from a limit beside it. */
  share(share: number | null, limit?: number): string
  accuracy(share: number | null, limit?: number): string
  /** A share that may be negative, to a tenth of a per cent. */
  saving(share: number | null): string
  /** A whole number with its sign. */
  change(amount: number): string
  mm(value: number | null): string
  ms(value: number | null): string
  seconds(value: number | null): string
}

/** The sign of the typographers. */
const minus = (text: string): string => text.replace('-', '−')

/** For what is not known or does not exist. */
export const dash = '–'

export function formatOf(language: Language): Format {
  const gap = language === 'en' ? '\u202f' : ''
  const number = (value: number, digits: number, least = 0) =>
    value.toLocaleString(locales[language], { minimumFractionDigits: least, maximumFractionDigits: digits })
  const known = (value: number | null, write: (known: number) => string) =>
    value === null || !Number.isFinite(value) ? dash : write(value)
  const perCent = (text: string) => text.replace(' ', gap)
  return {
    whole: (count) => known(count, (value) => number(value, 0)),
    decimal: (value, digits = 3, least = 0) => known(value, (it) => number(it, digits, least)),
    share: (share, limit) => known(share, (value) => perCent(percent(value, limit))),
    saving: (share) => known(share, (value) => minus(perCent(percent(Number(value.toFixed(3)))))),
    change: (amount) => `${amount > 0 ? '+' : ''}${minus(number(amount, 0))}`,
    accuracy: (share, limit) => known(share, (value) => perCent(accuracyPercent(value, limit))),
    mm: (size) => known(size, (value) => `${number(value, 2, 1)}\u202fmm`),
    ms: (time) =>
      known(
        time,
        (value) =>
          `${number(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value < 9.995 ? 2 : 0)}\u202fms`,
      ),
    seconds: (time) => known(time, (value) => `${number(value, value < 10 ? 1 : 0)}\u202fs`),
  }
}

/** `2026-11-05T12:03:11.120Z` as `2026-11-05 12:03 UTC`; another text as it came. */
export const moment = (iso: string): string =>
  iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z$/, '$1 $2\u00a0UTC')
