import type { Claim } from '../../edge/contract/claim.ts'

export const sampleClaim: Claim = {
  id: 'accuracy',
  text: { en: 'Above 99.8 %.', zh: '超过 99.8%。' },
  figure: 99.8,
  unit: '%',
  reading: { en: 'Of parts with a verdict.', zh: '在给出判定的零件中。' },
  source: {
    title: '报告',
    publisher: '研究院',
    year: 2025,
    note: { en: 'No method named.', zh: '未说明方法。' },
  },
}
