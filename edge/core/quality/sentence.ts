import type { Judgement, LimitedRate } from '../../contract/judgement.ts'
import { exactLower } from './bound.ts'

/** 0.0123 as `1.23 %`: three digits that count, or as many as it takes to differ from a `limit` beside it. */
export const percent = (share: number, limit = share): string =>
  distinct(share, limit, (value, digits) => Number((100 * value).toPrecision(digits)))

/** Accuracies differ in their errors, so those get the digits: `99.845 %`. */
export const accuracyPercent = (share: number, limit = share): string =>
  distinct(share, limit, (value, digits) => {
    const missing = Number((100 * (1 - value)).toPrecision(digits))
    return Number((100 - missing).toPrecision(12))
  })

function distinct(share: number, limit: number, round: (value: number, digits: number) => number): string {
  let digits = 3
  while (share !== limit && digits < 9 && round(share, digits) === round(limit, digits)) digits++
  return `${round(share, digits)} %`
}

/** 12345 as `12,345`. */
export const whole = (count: number): string => count.toLocaleString('en-US')

/** `1 escape`, `2 escapes`, `0 parts`. */
export const many = (count: number, noun: string): string =>
  `${whole(count)} ${noun}${count === 1 ? '' : 's'}`

const openings = { demonstrated: 'Demonstrated', refuted: 'Refuted', 'not-demonstrated': 'Not demonstrated' }

/** The verdict with its reasons: one sentence that a person can repeat. */
export function sentenceOf(judgement: Omit<Judgement, 'sentence'>): string {
  const { verdict, accuracy, escape: escapes, falseReject } = judgement
  const limits = [
    { ...escapes, noun: 'escape', kind: 'defective', unknown: passesAll },
    { ...falseReject, noun: 'false reject', kind: 'good', unknown: 'nothing is known of false rejects' },
  ]
  const said = [
    { verdict: accuracy.verdict, text: accuracyReason(judgement) },
    ...limits.map((limit) => ({ verdict: limit.verdict, text: limitReason(limit) })),
  ]
  const reasons = said.filter((reason) => reason.verdict === verdict).map(({ text }) => text)
  return `${openings[verdict]}: ${passedAll(judgement)}${reasons.join('; ')}.`
}

const passesAll = 'a system that passes everything would look no worse'

/** Says it outright when parts of both kinds were decided and every one was passed. */
function passedAll({
  escape: escapes,
  falseReject,
  notDecidable,
  verdict,
}: Omit<Judgement, 'sentence'>): string {
  const isKnown = escapes.n > 0 && falseReject.n > 0 && notDecidable.count === 0
  const isPassing = isKnown && escapes.count === escapes.n && falseReject.count === 0
  return isPassing && verdict !== 'demonstrated' ? 'everything was passed, the defective parts too: ' : ''
}

function accuracyReason({ accuracy, notDecidable }: Omit<Judgement, 'sentence'>): string {
  const { claim, errors, n, verdict, lower95 } = accuracy
  if (n === 0 && notDecidable.count > 0)
    return `none of ${many(notDecidable.count, 'part')} was decided, so nothing is known of the accuracy`
  if (n === 0) return 'nothing is known of the errors in all parts, so nothing of the accuracy'
  const counted = `${many(errors, 'error')} in ${many(n, 'decided part')}`
  const found = `${counted} put the accuracy`
  if (verdict === 'demonstrated') return `${found} at ${accuracyPercent(lower95, claim)} or more`
  const claimed = `${accuracyPercent(claim)} is claimed`
  return verdict === 'refuted'
    ? `${found} at ${accuracyPercent(1 - exactLower(errors, n), claim)} or less, and ${claimed}`
    : `${counted} show no more than that the accuracy is at least ${accuracyPercent(lower95, claim)}, and ${claimed}`
}

type NamedLimit = LimitedRate & { readonly noun: string; readonly kind: string; readonly unknown: string }

function limitReason({ noun, kind, unknown, ...rate }: NamedLimit): string {
  const { count, n, limit, upper95, verdict, partsToSettle } = rate
  if (n === 0) return `no decided part is known to be ${kind}, so ${unknown}`
  const found = `${many(count, noun)} in ${many(n, `${kind} part`)}`
  const allowed = `${percent(limit)} is allowed`
  if (verdict === 'demonstrated') return `${found} put their rate at ${percent(upper95, limit)} or less`
  if (verdict === 'refuted')
    return `${found} put their rate at ${percent(exactLower(count, n), limit)} or more, and ${allowed}`
  return `${found} leave room for ${percent(upper95, limit)}, ${allowed}, and ${whole(n + partsToSettle)} such parts are needed`
}
