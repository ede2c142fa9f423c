import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resultHead, resultLine } from '../../edge/core/result-table.ts'
import { cellsOf } from '../../edge/io/csv.ts'
import { sampleResult } from '../io/sample-data.ts'

const line = (change: object) => resultLine({ ...sampleResult(1), ...change })

describe('the table of results', () => {
  it('has one line a part under its head', () => {
    expect(resultHead).toBe(
      'time,line,run,part,sequence,verdict,score,reason,marks,latencyMs,isSimulated\r\n',
    )
    expect(line({ score: null })).toBe(
      `${sampleResult(1).creationTime},steel-strip,run-1,strip-1,1,NotOK,,above-reject-threshold,scratch 1.2 mm,7.5,true\r\n`,
    )
  })

  it('reads back as it was, whatever a part is called, and is no formula in a spreadsheet', () => {
    const oneLine = fc.string({ unit: 'grapheme' }).map((name) => name.replace(/[\r\n\t]/g, ' ').trim())
    fc.assert(
      fc.property(oneLine, (partId) => {
        const part = cellsOf(line({ partId }).trimEnd(), ',')?.[3]
        expect(part).toBe(/^[=+\-@]/.test(partId) ? `'${partId}` : partId)
      }),
    )
    expect(line({ partId: '=cmd|" /C calc"!A0' })).toContain(`"'=cmd|"" /C calc""!A0"`)
  })
})
