import { beforeAll, describe, expect, it } from 'vitest'
import type { LineReport } from '../../edge/contract/report.ts'
import { shownSteps } from '../../edge/report/behaviour.ts'
import type { LineInput, ReportInput } from '../../edge/report/input.ts'
import { mostPictureCharacters, mostPictures } from '../../edge/report/input.ts'
import { closeUp } from '../../edge/report/misses.ts'
import { modelAlone } from '../../edge/report/money.ts'
import { renderReport } from '../../edge/report/report.ts'
import { fineReport, hostileLine, sampleReport, usualReport } from './sample-report.ts'

let usual: ReportInput
let line: LineInput
let pages: Record<'en' | 'zh', string>
beforeAll(async () => {
  usual = await usualReport()
  const [first] = usual.lines
  if (!first) throw new Error('the sample has no line')
  line = first
  pages = { en: renderReport(usual, 'en'), zh: renderReport(usual, 'zh') }
})

/** What a person reads, without tags, styles and what is code. */
const textOf = (page: string): string =>
  page
    .replace(/<(style|code)>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;|&#39;|&lt;|&gt;|&amp;/g, ' ')

/** A page of 300 kB is no message of a failed test. */
const expectIn = (page: string, text: string) => expect([text, page.includes(text)]).toEqual([text, true])
const findIn = (page: string, pattern: RegExp) => pattern.exec(page)?.[0] ?? null

const changed = (report: Partial<LineReport>): ReportInput =>
  sampleReport([{ ...line, report: { ...line.report, ...report } }], report.verdict)

describe('an acceptance report', () => {
  it('asks for nothing, runs nothing, and forbids itself to', () => {
    for (const page of Object.values(pages)) {
      const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? []
      expect(policy?.replaceAll('&#39;', "'")).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
      )
      expect(findIn(page, /<(script|iframe|object|embed|form|base)\b|\son\w+=|url\(|@import/i)).toBeNull()
      const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address = '']) => address)
      expect(addresses.filter((address) => !/^(data:|#)/.test(address))).toEqual([])
    }
  })

  it('has no gap where a word or a figure should be', () => {
    for (const page of Object.values(pages))
      expect(findIn(textOf(page), /undefined|null|NaN|Infinity|\[object|\$\{|=>/)).toBeNull()
  })

  it('holds the figures, each with its bound', () => {
    const { accuracy, escape: escapes, falseReject } = line.report
    expect([accuracy.errors, accuracy.n, escapes.count, escapes.n]).toEqual([3, 5388, 1, 102])
    const text = textOf(pages.en).replaceAll('\u202f', ' ')
    for (const figure of ['99.9443 %', '≥ 99.856 %', '0.98 %', '≤ 4.57 %', '≤ 0.119 %', '89.7 %'])
      expect(text).toContain(figure)
    expect(falseReject.count).toBe(2)
    for (const { worst } of usual.lines) for (const { part } of worst) expectIn(pages.en, part)
    for (const { a90_95 } of line.report.perClass) expect(text).toContain(`${a90_95?.toFixed(2)} mm`)
  })

  it('holds everything that a person needs to make it again', () => {
    const { provenance, contentSha256 } = usual
    const known = [provenance.command, provenance.commit, provenance.node, provenance.machine, contentSha256]
    for (const page of Object.values(pages))
      for (const fact of [...known, line.report.modelSha256, '20251105']) expectIn(page, String(fact))
  })

  it('says the verdict and why, in either language', () => {
    expectIn(pages.en, '<p class="verdict">Not demonstrated</p>')
    expectIn(pages.en, '1 escape in 102 defective parts leave room for 4.57\u202f%')
    expectIn(pages.zh, '<p class="verdict">尚未证实</p>')
    expectIn(pages.zh, '102 件缺陷品中漏检 1 件，漏检率仍可能高达 4.57%，而允许值为 2%，共需 236 件缺陷品。')
  })

  it('speaks Chinese throughout but for the names of the field', () => {
    const latin = new Set(textOf(pages.zh).match(/[A-Za-z][A-Za-z-]{2,}/g))
    const field = [
      'Jidoka',
      'AUROC',
      'AUPRO',
      'ECE',
      'POD',
      'ROC',
      'MIL-HDBK-',
      'AIAG',
      'Kappa',
      'JSON',
      'NotOK',
      'SHA-',
      'UTC',
    ]
    const ours = [
      'steel-strip',
      'jidoka',
      'claims',
      'Node',
      'Clopper-Pearson',
      'Intel',
      'Xeon',
      'Platinum',
      'GiB',
      'linux',
    ]
    expect([...latin].filter((word) => ![...field, ...ours].includes(word))).toEqual([])
  })

  it('stays under 3 MB with twelve misses whose pictures use the whole budget', () => {
    const picture = `data:image/webp;base64,${'A'.repeat(mostPictureCharacters)}`
    const [miss] = line.worst
    if (!miss) throw new Error('the sample has no miss')
    const worst = Array.from({ length: mostPictures }, () => ({ ...miss, picture, heat: null }))
    const page = renderReport(sampleReport([{ ...line, worst }]), 'zh')
    expect(Buffer.byteLength(page)).toBeGreaterThan(2e6)
    expect(Buffer.byteLength(page)).toBeLessThan(3e6)
    expect(page.split(picture).length - 1).toBe(mostPictures)
  })

  it('lets no name of a stranger become markup', async () => {
    const strange = sampleReport([await hostileLine()])
    for (const page of [renderReport(strange, 'en'), renderReport(strange, 'zh')]) {
      expect(findIn(page, /<script|<img|javascript:|" onload=/)).toBeNull()
      expectIn(page, '&lt;script&gt;alert(1)&lt;/script&gt;')
    }
  })

  it('puts every line of several in a table before their sections', async () => {
    const strange = await hostileLine()
    const page = renderReport(sampleReport([line, strange], 'not-testable-here'), 'en')
    expectIn(page, 'All lines together')
    expect(page.indexOf('All lines together')).toBeLessThan(page.indexOf('<article'))
    expect(page.match(/<article/g)).toHaveLength(2)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('other verdicts', () => {
  it('are demonstrated where all three limits are kept', async () => {
    const fine = await fineReport()
    expect(renderReport(fine, 'en')).toContain('<p class="verdict">Demonstrated</p>')
    expect(renderReport(fine, 'zh')).toMatch(/准确率不低于 [\d.]+%；[^。]+漏检率不高于 [\d.]+%；/)
  })

  it('are refuted with the lower bound', () => {
    const escapes = { ...line.report.escape, count: 30, verdict: 'refuted' as const }
    const page = renderReport(changed({ escape: escapes, verdict: 'refuted' }), 'zh')
    expectIn(page, '102 件缺陷品中漏检 30 件，漏检率不低于 22%，而允许值为 2%。')
  })

  it('say that everything was passed', () => {
    const { escape: escapes, falseReject, notDecidable } = line.report
    const page = renderReport(
      changed({
        escape: { ...escapes, count: escapes.n },
        falseReject: { ...falseReject, count: 0 },
        notDecidable: { ...notDecidable, count: 0 },
      }),
      'zh',
    )
    expectIn(page, '所有零件均被放行，缺陷品也不例外；')
  })

  it('name the inspector that shows the parts to be too easy', () => {
    const weakInspectors = line.report.weakInspectors.map((weak, index) =>
      index === 0 ? { ...weak, auroc: 0.712, isTooGood: true } : weak,
    )
    const page = renderReport(changed({ weakInspectors, verdict: 'not-testable-here' }), 'zh')
    expectIn(page, '<p class="verdict">此处无法检验</p>')
    expectIn(page, '全局统计的 AUROC 为 0.712')
  })

  it('name the disturbances under which the pool was refuted, and the pool itself', () => {
    const report = {
      isPooled: true,
      verdict: 'refuted' as const,
      sentence: 'Refuted under defocus, noise: Demonstrated: …',
    }
    expect(renderReport(changed(report), 'zh')).toContain('在离焦、传感器噪声条件下被推翻；')
    expect(renderReport(changed(report), 'en')).toContain('<h2>Steel strip · all disturbances together</h2>')
  })

  it('are those of the sequential tests where there were any', () => {
    const sequential = { accuracy: 'accepted', escape: 'open', falseReject: 'rejected' } as const
    const page = renderReport(changed({ sequential }), 'en')
    expectIn(page, '<strong class="">still open</strong>')
    expectIn(page, '<strong class="refuted">rejected</strong>')
    expectIn(page, 'The number of parts was not fixed')
    expect(page.includes('The number of parts was fixed beforehand')).toBe(false)
  })

  it('leave out what was not measured', () => {
    const page = renderReport(changed({ latencyMs: null, agreement: null, weakInspectors: [] }), 'en')
    expectIn(page, 'Latency was not measured.')
    expect(page.includes('AIAG')).toBe(false)
    expect(findIn(textOf(page), /undefined|null|NaN/)).toBeNull()
  })
})

describe('figures that the report derives', () => {
  it('shows the first, the last and the chosen step of the dial among a few', () => {
    const steps = Array.from({ length: 41 }, () => line.curves.dial[0]).flatMap((step) => step ?? [])
    expect(shownSteps(steps, 17)).toEqual([0, 5, 10, 15, 17, 20, 25, 30, 35, 40])
    expect(shownSteps(steps.slice(0, 2), 1)).toEqual([0, 1])
    expect(shownSteps([], 0)).toEqual([])
  })

  it('holds the model alone against all parts: 1 escape of 118 defective ones', () => {
    const alone = modelAlone(line.report)
    expect(alone.escapeRate).toBeCloseTo(1 / 118, 12)
    expect(alone.falseReject).toBeCloseTo(2 / 5882, 12)
    // 0.02 × 1/118 escapes against 0.98 × 5284/5882 good parts passed.
    expect(alone.escapesPerMillionShipped).toBeCloseTo(192.5, 0)
  })

  it('tells a mark just under its limit from one that reaches it', () => {
    const [miss] = line.worst
    const mark = miss?.trueMarks[0]
    if (!miss || !mark) throw new Error('the sample has no miss')
    const near = { ...mark, isLookAlike: false, sizeOverLimit: 0.9964 }
    const page = renderReport(
      sampleReport([{ ...line, worst: [{ ...miss, trueMarks: [near] }] }], 'refuted'),
      'en',
    )
    expectIn(page, '0.996 × limit')
  })

  it('takes the close-up about the worst mark, inside the frame', () => {
    const mark = { class: 'pit', sizeMm: 1, isLookAlike: false }
    const trueMarks = [
      { ...mark, box: { x: 10, y: 10, width: 8, height: 8 }, sizeOverLimit: 0.5 },
      { ...mark, box: { x: 500, y: 250, width: 10, height: 10 }, sizeOverLimit: 1.5 },
    ]
    const [miss] = line.worst
    if (!miss) throw new Error('the sample has no miss')
    expect(closeUp({ ...miss, trueMarks })).toEqual({ x: 384, y: 191, width: 128, height: 128 })
    expect(closeUp({ ...miss, trueMarks: [], reportedMarks: [] })).toBeNull()
  })
})
