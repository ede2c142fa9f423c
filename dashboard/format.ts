export type Language = 'en' | 'zh'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }
const formats = new Map<string, Intl.NumberFormat>()

/** A number with grouping and exactly `digits` decimals. */
export function decimal(value: number, language: Language, digits = 0): string {
  const key = `${language}/${digits}`
  const known = formats.get(key)
  const format =
    known ??
    new Intl.NumberFormat(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (!known) formats.set(key, format)
  return format.format(value)
}

const space: Record<Language, string> = { en: '\u202f', zh: '' }

/** Between a name and what is said of it. */
export const colons: Record<Language, string> = { en: ': ', zh: '：' }

/** A share as per cent: enough decimals for two significant digits, at most two. */
export function percent(share: number, language: Language): string {
  const value = share * 100
  const digits = value === 0 || value >= 99.995 ? 0 : value < 10 || value > 99 ? 2 : 1
  return `${decimal(value, language, digits)}${space[language]}%`
}

/** A share that was set or promised, without decimals that nobody gave it: 99.8 %, 60 %. */
export const plainPercent = (share: number, language: Language): string =>
  `${Number((share * 100).toFixed(4))}${space[language]}%`

/** A share that may be negative, in whole per cent: what is saved, or what it costs more. */
export function saving(share: number, language: Language): string {
  const whole = Math.round(share * 100)
  return `${whole < 0 ? '−' : ''}${decimal(Math.abs(whole), language)}${space[language]}%`
}

/** Milliseconds in three significant digits, without the unit. */
export const milliseconds = (value: number, language: Language): string =>
  decimal(value, language, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)

export const millimetres = (value: number, language: Language): string =>
  `${decimal(value, language, value < 1 ? 2 : 1)}\u202fmm`

/** Evidence as a person reads it: 0.004, 0.31, 6.4, 310, over 10⁶. */
export function evidence(value: number, language: Language): string {
  if (value >= 1e6) return `> ${decimal(1e6, language)}`
  if (value < 0.001) return `< ${decimal(0.001, language, 3)}`
  return decimal(value, language, value < 0.01 ? 3 : value < 1 ? 2 : value < 99.95 ? 1 : 0)
}

const units: Record<Language, readonly [day: string, hour: string, minute: string, second: string]> = {
  en: ['\u202fd', '\u202fh', '\u202fmin', '\u202fs'],
  zh: ['天', '小时', '分', '秒'],
}

/** A time to wait in its two largest units: `1 min 40 s`, `3 天 4 小时`. */
export function duration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds))
  const amounts = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ]
  const first = amounts.findIndex((amount) => amount > 0)
  const shown = first < 0 ? [3] : [first, first + 1].filter((index) => (amounts[index] ?? 0) > 0)
  return shown.map((index) => `${amounts[index]}${units[language][index]}`).join(language === 'en' ? ' ' : '')
}

/** The first eight digits of a hash: enough to tell two models apart by eye. */
export const shortHash = (sha256: string): string => sha256.slice(0, 8)

/** Hours, minutes and seconds of the day. */
export const timeOfDay = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { timeStyle: 'medium', hourCycle: 'h23' }).format(ms)

/** Day and time of day, short enough for a column on a phone. */
export const dayAndTime = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    hourCycle: 'h23',
  } as const).format(ms)
