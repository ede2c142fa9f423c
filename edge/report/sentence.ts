import { disturbanceNames } from '../contract/disturbance.ts'
import type { LineReport } from '../contract/report.ts'
import { exactLower } from '../core/quality/bound.ts'
import type { Voice } from './voice.ts'

/** The verdict's reasons in one sentence, without the word for the verdict, which stands above it in large letters. */
export function sentenceIn(report: LineReport, voice: Voice): string {
  if (voice.language === 'zh') return `${chineseReasons(report, voice).join('；')}。`
  const reasons = report.sentence.replace(/^(Demonstrated|Not demonstrated|Refuted|Not testable here): /, '')
  return (reasons.charAt(0).toUpperCase() + reasons.slice(1)).replaceAll(' %', '\u202f%')
}

/** The core speaks English; this says the same from the same figures. */
function chineseReasons(report: LineReport, voice: Voice): string[] {
  const { verdict, accuracy, escape: escapes, falseReject } = report
  if (verdict === 'not-testable-here') return tooEasy(report, voice)
  if (report.sequential) return [sequentialEnds(report, voice)]
  const all = [
    { of: accuracy.verdict, text: accuracyReason(accuracy, voice) },
    {
      of: escapes.verdict,
      text: rateReason({ ...escapes, noun: '漏检', kind: '缺陷品', blind: '放行' }, voice),
    },
    {
      of: falseReject.verdict,
      text: rateReason({ ...falseReject, noun: '过杀', kind: '良品', blind: '拒收' }, voice),
    },
  ]
  const decisive = all.filter((reason) => reason.of === verdict)
  // A pooled verdict has reasons beyond these figures; then all of them are said.
  const said = decisive.length > 0 ? decisive : all
  return [
    ...refutedUnder(report, voice),
    ...(isPassingAll(report) ? ['所有零件均被放行，缺陷品也不例外'] : []),
    ...said.map(({ text }) => text),
  ]
}

const isPassingAll = ({ verdict, escape: escapes, falseReject, notDecidable }: LineReport): boolean =>
  verdict !== 'demonstrated' &&
  notDecidable.count === 0 &&
  escapes.n > 0 &&
  escapes.count === escapes.n &&
  falseReject.n > 0 &&
  falseReject.count === 0

/** A bound at a number of parts that the test chose would promise too much: its ends alone are said. */
function sequentialEnds({ parts, sequential }: LineReport, { words, format }: Voice): string {
  const { ends } = words.result
  const said = (end: keyof typeof ends | undefined) => (end ? ends[end] : '')
  return `序贯检验在 ${format.whole(parts)} 件后结束：准确率${said(sequential?.accuracy)}，漏检率${said(sequential?.escape)}，过杀率${said(sequential?.falseReject)}`
}

/** Under which disturbances the pooled verdict was refuted, which only its sentence tells. */
function refutedUnder({ sentence }: LineReport, { words }: Voice): string[] {
  const named = /^Refuted under ([a-z, ]+):/.exec(sentence)?.[1]?.split(', ') ?? []
  const names = disturbanceNames.filter((name) => named.includes(name)).map((name) => words.disturbance[name])
  return names.length === 0 ? [] : [`在${names.join(words.listComma)}条件下被推翻`]
}

function tooEasy({ weakInspectors }: LineReport, { words, format }: Voice): string[] {
  const strong = weakInspectors.filter(({ isTooGood }) => isTooGood)
  const found = strong.map(({ name, auroc, balancedAccuracy }) =>
    name === 'global-statistics'
      ? `${words.weak.names[name]}的 AUROC 为 ${format.decimal(auroc)}`
      : `${words.weak.names[name]}的平衡准确率为 ${format.share(balancedAccuracy)}`,
  )
  return [...found, '零件过于简单，以此无法检验宣称指标']
}

function accuracyReason(
  { n, errors, verdict, lower95, claim }: LineReport['accuracy'],
  { format }: Voice,
): string {
  if (n === 0) return '没有已判定的零件，准确率无从得知'
  const found = `已判定 ${format.whole(n)} 件，判错 ${format.whole(errors)} 件`
  const claimed = `宣称为 ${format.accuracy(claim)}`
  if (verdict === 'demonstrated') return `${found}，准确率不低于 ${format.accuracy(lower95, claim)}`
  return verdict === 'refuted'
    ? `${found}，准确率不高于 ${format.accuracy(1 - exactLower(errors, n), claim)}，而${claimed}`
    : `${found}，只能保证准确率不低于 ${format.accuracy(lower95, claim)}，而${claimed}`
}

/** `blind`: what a system may do to all parts and look no worse, where none of the kind was decided. */
type NamedRate = LineReport['escape'] & Readonly<Record<'noun' | 'kind' | 'blind', string>>

function rateReason(
  { noun, kind, blind, n, count, verdict, upper95, limit, partsToSettle }: NamedRate,
  { format }: Voice,
): string {
  if (n === 0) return `没有已判定的${kind}，${noun}率无从得知：全部${blind}的系统看起来也一样好`
  const found = `${format.whole(n)} 件${kind}中${noun} ${format.whole(count)} 件`
  if (verdict === 'demonstrated') return `${found}，${noun}率不高于 ${format.share(upper95, limit)}`
  if (verdict === 'refuted')
    return `${found}，${noun}率不低于 ${format.share(exactLower(count, n), limit)}，而允许值为 ${format.share(limit)}`
  return `${found}，${noun}率仍可能高达 ${format.share(upper95, limit)}，而允许值为 ${format.share(limit)}，共需 ${format.whole(n + partsToSettle)} 件${kind}`
}
