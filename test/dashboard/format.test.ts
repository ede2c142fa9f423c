import { describe, expect, it } from 'vitest'
import {
  decimal,
  duration,
  evidence,
  millimetres,
  milliseconds,
  percent,
  plainPercent,
  saving,
  shortHash,
} from '../../dashboard/format.ts'

/** Narrow no-break spaces read as spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

describe('figures on the board', () => {
  it.each([
    [0, '0 %'],
    [0.002, '0.20 %'],
    [0.0127, '1.27 %'],
    [0.134, '13.4 %'],
    [0.9951, '99.51 %'],
    [1, '100 %'],
  ])('a share of %d reads %s', (share, text) => expect(plain(percent(share, 'en'))).toBe(text))

  it('a promised share has the decimals of its document and no more', () => {
    expect(plain(plainPercent(1 - 0.002, 'en'))).toBe('99.8 %')
    expect(plainPercent(0.6, 'zh')).toBe('60%')
  })

  it.each([
    [0.834, '83 %'],
    [-0.166, '−17 %'],
    [-0.004, '0 %'],
    [-1.4, '−140 %'],
  ])('a saving of %d reads %s', (share, text) => expect(plain(saving(share, 'en'))).toBe(text))

  it('large counts are grouped', () => expect(decimal(1_234_567, 'en')).toBe('1,234,567'))

  it.each([
    [0.034, '0.03'],
    [9.994, '9.99'],
    [9.996, '10.0'],
    [250, '250'],
  ])('%d ms reads %s', (value, text) => expect(milliseconds(value, 'en')).toBe(text))

  it.each([
    [0, '< 0.001'],
    [0.0042, '0.004'],
    [0.37, '0.37'],
    [6.35, '6.4'],
    [310.2, '310'],
    [1e299, '> 1,000,000'],
  ])('evidence of %d reads %s', (value, text) => expect(evidence(value, 'en')).toBe(text))

  it.each([
    [0, '0 s', '0秒'],
    [100, '1 min 40 s', '1分40秒'],
    [3600, '1 h', '1小时'],
    [3661, '1 h 1 min', '1小时1分'],
    [273_600, '3 d 4 h', '3天4小时'],
  ])('%d seconds are %s or %s', (seconds, en, zh) => {
    expect(plain(duration(seconds, 'en'))).toBe(en)
    expect(duration(seconds, 'zh')).toBe(zh)
  })

  it('sizes carry their unit and hashes are short', () => {
    expect(plain(millimetres(2.31, 'en'))).toBe('2.3 mm')
    expect(plain(millimetres(0.35, 'en'))).toBe('0.35 mm')
    expect(shortHash('0123456789abcdef')).toBe('01234567')
  })
})
