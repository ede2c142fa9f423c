import { describe, expect, it } from 'vitest'
import { zh } from '../../dashboard/word/zh.ts'
import { detailZh } from '../../dashboard/word/zh-detail.ts'
import type { Card } from '../../edge/contract/card.ts'
import { decide, type Sight } from '../../edge/core/vision/decide.ts'
import { featureNames } from '../../edge/core/vision/monitor.ts'
import { card, frame, seen, sight } from '../core/decide-sample.ts'

const inChinese = (detail: string) => detailZh(detail, (name) => zh.names[name] ?? name)
const detailOf = (shown: Sight, by: Card = card) => decide(frame, seen(shown), by).detail
const doubting: Card = {
  ...card,
  secondLook: { model: 'general', sha256: card.sha256, first: { acceptBelow: 0.05, rejectAtLeast: 0.95 } },
}

describe('the sentences of a verdict in Chinese', () => {
  it.each([
    [detailOf(sight([17, 18, 33, 34], 0.97, 1)), '麻点约 4 mm，限值 2 mm。'],
    [detailOf(sight([17], 0.1, -1)), '无标记超限；最可疑的是：麻点约 1 mm，限值 2 mm。'],
    [detailOf(sight([], 0, 0)), '未发现标记。'],
    [detailOf(sight([17], 0.5, 0)), '难以判定（得分 0.5；低于 0.2 判合格，达到 0.8 判拒收）。'],
    [
      detailOf({ ...sight([17], 0.1, 0), second: 'missing' }, doubting),
      '难以判定（得分 0.1；低于 0.05 判合格，达到 0.95 判拒收）。复核模型没有应答。',
    ],
    ['The heat map shows a mark over its limit.', '热图显示有标记超限。'],
    ['No verdict within 250 ms.', '250 毫秒内未得出判定。'],
    ['The queue of 64 frames was full.', '64 幅图像的队列已满。'],
  ])('%s', (detail, expected) => {
    expect(inChinese(detail)).toBe(expected)
  })

  it('names every feature that a picture can be strange by', () => {
    for (const index of featureNames.keys()) {
      const features = Float64Array.from(featureNames, (_, other) => (other === index ? 200 : 0))
      const said = inChinese(detailOf({ ...sight([], 0, 0), features })) ?? ''
      expect(said).toMatch(/^图像与 test 不符：.*的偏离是所见零件最大偏离的 [\d.]+ 倍。请检查光源和镜头/)
      expect(said.replace('test', '')).not.toMatch(/[a-z]/)
    }
  })

  it('leaves a sentence that nobody knows as it is', () => {
    expect(inChinese('The inspector failed: out of memory.')).toBeNull()
  })
})
