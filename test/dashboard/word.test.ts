import { describe, expect, it } from 'vitest'
import { en } from '../../dashboard/word/en.ts'
import { zh } from '../../dashboard/word/zh.ts'
import { productLines } from '../../datasets/world.ts'
import { stages } from '../../edge/contract/inspection.ts'

/** Every string of a language by its path; what is made by a function is made with plain samples. */
function said(words: object, path = ''): [path: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const here = `${path}/${key}`
    if (typeof value === 'string') return [[here, value]]
    if (typeof value === 'function') return [[here, String(value('7', '8', '9'))]]
    return said(value, here)
  })
}

/** The name of the other language is written in that language. */
const isForeign = (path: string) => path.startsWith('/otherLanguage')
const hasChinese = (text: string) => /\p{Script=Han}/u.test(text)

describe('the words of the board', () => {
  it('say the same things in both languages, none of them empty', () => {
    expect(said(zh).map(([path]) => path)).toEqual(said(en).map(([path]) => path))
    expect([...said(en), ...said(zh)].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('are Chinese in Chinese and not in English', () => {
    expect(said(zh).filter(([path, text]) => !hasChinese(text) && !isForeign(path))).toEqual([])
    expect(said(en).filter(([path, text]) => hasChinese(text) && !isForeign(path))).toEqual([])
  })

  it('use what they are given', () => {
    expect(en.claim.errors('1', '20')).toBe('1 error in 20 decided parts')
    expect(zh.claim.errors('1', '20')).toBe('已判定 20 件，判错 1 件')
    expect(en.claim.left('1', null)).toBe('Demonstrated after 1 more part without an error.')
    expect(zh.claim.left('5', '3秒')).toBe('再有 5 件无差错即可证实，约 3秒。')
  })

  it('know every line, class and look-alike of the world, and every stage', () => {
    const needed = Object.values(productLines).flatMap(({ recipe }) => [
      recipe.line,
      ...Object.keys(recipe.limitsMm),
      ...recipe.presentOrAbsent,
      ...recipe.lookAlikes,
    ])
    for (const words of [en, zh]) {
      expect(needed.filter((name) => !words.names[name])).toEqual([])
      expect(stages.filter((stage) => !words.load.stages[stage])).toEqual([])
    }
  })

  it('use the terms of the shop floor', () => {
    expect([
      zh.evaluation.OK,
      zh.count.escapes,
      zh.strip.falseReject,
      zh.station.lamp,
      zh.station.lens,
      zh.verdict.title,
    ]).toEqual(['良品', '漏检', '过杀', '光源', '镜头', '判定'])
    const { names } = zh
    expect([names.open, names['mouse-bite'], names['spurious-copper']]).toEqual(['开路', '鼠咬', '残铜'])
    expect([names.crack, names.burr, names['missing-bore']]).toEqual(['裂纹', '毛刺', '漏钻孔'])
    expect([names.missing, names.foreign, names.misprinted]).toEqual(['缺片', '异物', '印刷不良'])
  })
})
