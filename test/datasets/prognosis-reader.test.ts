import { describe, expect, it } from 'vitest'
import { readAi4i } from '../../datasets/readers/ai4i.ts'
import { readCmapss, readCmapssRul } from '../../datasets/readers/cmapss.ts'
import { readNabSeries, readNabWindows } from '../../datasets/readers/nab.ts'

const cycle = (engine: number, number: number) =>
  `${engine} ${number} ${Array.from({ length: 24 }, (_, i) => i / 10).join(' ')}  `

describe('C-MAPSS', () => {
  it('gives engine, cycle, three settings and 21 sensors', () => {
    const [first, second, third] = readCmapss(`${[cycle(1, 1), cycle(1, 2), cycle(2, 1)].join('\n')}\n`, 'f')
    expect(first).toMatchObject({ engine: 1, cycle: 1, settings: [0, 0.1, 0.2] })
    expect(first?.sensors).toHaveLength(21)
    expect(first?.sensors[20]).toBe(2.3)
    expect([second?.cycle, third?.engine]).toEqual([2, 2])
    expect(readCmapssRul('112 \n98 \n', 'f')).toEqual([112, 98])
  })

  it.each([
    ['1 1 0.5', /^f: row 1 has 3 columns, not 26\.$/],
    [`${cycle(1, 1)}\n${cycle(1, 3)}`, /^f: row 2 has cycle 3, not 2\.$/],
    [cycle(1, 1).replace('0.1', 'x'), /^f: row 1 has "x" where a number belongs\.$/],
  ])('refuses %j', (text, message) => {
    expect(() => readCmapss(text, 'f')).toThrow(message)
  })
})

describe('AI4I 2020', () => {
  const header =
    'UDI,Product ID,Type,Air temperature [K],Process temperature [K],Rotational speed [rpm],Torque [Nm],Tool wear [min],Machine failure,TWF,HDF,PWF,OSF,RNF'

  it('gives the state and the failure, and none of the five modes', () => {
    const [row] = readAi4i(`${header}\r\n3,L1,L,298.1,308.5,1498,49.4,5,1,1,1,1,1,1\r\n`, 'f')
    expect(row).toEqual({
      udi: 3,
      type: 'L',
      airK: 298.1,
      processK: 308.5,
      speedRpm: 1498,
      torqueNm: 49.4,
      wearMin: 5,
      isFailure: true,
    })
  })

  it.each([
    ['a,b\n1,2', /^f: the column UDI is missing\.$/],
    [
      `${header}\n3,L1,X,298.1,308.5,1498,49.4,5,1`,
      /^f: row 1 has the type "X", which is none of L, M, H\.$/,
    ],
    [`${header}\n3,L1,L,298.1,,1498,49.4,5,1`, /^f: row 1 has "" where a number belongs\.$/],
  ])('refuses %j', (text, message) => {
    expect(() => readAi4i(text, 'f')).toThrow(message)
  })
})

describe('NAB', () => {
  it('gives readings and windows in milliseconds of one clock', () => {
    const [reading] = readNabSeries('timestamp,value\n2013-12-02 21:15:00,73.9\n', 'f')
    const windows = readNabWindows(
      '{"combined_windows":{"a/b.csv":[["2013-12-02 21:15:00.000000","2013-12-03 21:15:00"]]}}',
      'f',
    )
    expect(reading).toEqual({
      time: '2013-12-02 21:15:00',
      timeMs: Date.UTC(2013, 11, 2, 21, 15),
      value: 73.9,
    })
    expect(windows.get('a/b.csv')).toEqual([
      { fromMs: reading?.timeMs, toMs: (reading?.timeMs ?? 0) + 86_400_000 },
    ])
  })

  it('refuses what is neither', () => {
    expect(() => readNabSeries('time,value\n', 'f')).toThrow(/header is not timestamp,value/)
    expect(() => readNabSeries('timestamp,value\nsoon,1\n', 'f')).toThrow(
      /row 1 has "soon" where a time belongs/,
    )
    expect(() => readNabWindows('{', 'f')).toThrow(/no JSON/)
    expect(() => readNabWindows('{"a":[["2013-12-03","2013-12-02"]]}', 'f')).toThrow(/no pair of times/)
  })
})
