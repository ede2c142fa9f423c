import { describe, expect, it } from 'vitest'
import { reportPage } from '../../edge/command/verify-page.ts'
import { usualReport } from '../report/sample-report.ts'

describe('the page of jidoka verify', () => {
  it('says how many of the undecided nobody has looked at', async () => {
    const [line] = (await usualReport()).lines
    if (!line) throw new Error('the sample has no line')
    const { report } = line
    const full = { ...report, shipped: { ...report.shipped, deskOverflow: 0.599 } }
    expect(reportPage(full)).toMatch(/^ships .*; 59\.9 % of the undecided found the desk full and are held$/m)
    const idle = { ...report, shipped: { ...report.shipped, deskOverflow: 0 } }
    expect(reportPage(idle)).not.toContain('held')
  })

  it('warns of bounds at a number of parts that a sequential test chose', async () => {
    const [line] = (await usualReport()).lines
    if (!line) throw new Error('the sample has no line')
    const warning = 'the bounds above would hold had the number of parts been fixed'
    expect(reportPage(line.report)).not.toContain(warning)
    const sequential = { accuracy: 'accepted', escape: 'open', falseReject: 'open' } as const
    expect(reportPage({ ...line.report, sequential })).toContain(warning)
  })
})
