import { beforeAll, describe, expect, it } from 'vitest'
import type { LineReport } from '../../edge/contract/report.ts'
import type { LineInput } from '../../edge/report/input.ts'
import { renderReport } from '../../edge/report/report.ts'
import { sampleReport, usualReport } from './sample-report.ts'

let line: LineInput
beforeAll(async () => {
  const [first] = (await usualReport()).lines
  if (!first) throw new Error('the sample has no line')
  line = first
})

/** The sentence under the verdict, in Chinese. */
function sentenceOf(changes: Partial<LineReport>): string | undefined {
  const report = { ...line.report, ...changes }
  const page = renderReport(sampleReport([{ ...line, report }], report.verdict), 'zh')
  return /<p class="sentence">([^<]*)/.exec(page)?.[1]
}

describe('the reasons of a verdict in Chinese', () => {
  it('promise no bound where a sequential test chose the number of parts', () => {
    const sequential = { accuracy: 'accepted', escape: 'accepted', falseReject: 'rejected' } as const
    expect(sentenceOf({ sequential })).toBe('序贯检验在 6,000 件后结束：准确率接受，漏检率接受，过杀率拒绝。')
  })

  it('say that without good parts a system that refuses everything would look no worse', () => {
    const none = {
      count: 0,
      n: 0,
      rate: null,
      upper95: 1,
      verdict: 'not-demonstrated',
      partsToSettle: 59,
    } as const
    expect(sentenceOf({ falseReject: { ...line.report.falseReject, ...none } })).toContain(
      '没有已判定的良品，过杀率无从得知：全部拒收的系统看起来也一样好',
    )
  })
})
