import { describe, expect, it } from 'vitest'
import { productLines } from '../../datasets/world.ts'
import { detectionCurve, type Sighting } from '../../edge/core/quality/detection.ts'
import { reasonZh } from '../../edge/report/reason-zh.ts'
import { en } from '../../edge/report/word-en.ts'
import { zh } from '../../edge/report/word-zh.ts'

/** Every text of a language by its path; what is made by a function is made with plain samples. */
function said(words: object, path = ''): [path: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const here = `${path}/${key}`
    if (typeof value === 'string') return [[here, value]]
    if (typeof value === 'function') return [[here, String(value('7', '8', '9', '10'))]]
    return said(value, here)
  })
}

const hasChinese = (text: string) => /\p{Script=Han}/u.test(text)
/** Signs, abbreviations of the field, and a reason that is passed on. */
const isNeutral = (path: string) =>
  /^\/(language|page|listComma|comma|space|colon)|\/(auroc|reason)$/.test(path)

describe('the words of the report', () => {
  it('say the same things in both languages, none of them empty', () => {
    expect(said(zh).map(([path]) => path)).toEqual(said(en).map(([path]) => path))
    const empty = [...said(en), ...said(zh)].filter(([path, text]) => text === '' && !isNeutral(path))
    expect(empty).toEqual([])
  })

  it('are Chinese in Chinese and not in English', () => {
    expect(said(zh).filter(([path, text]) => !hasChinese(text) && !isNeutral(path))).toEqual([])
    expect(said(en).filter(([, text]) => hasChinese(text))).toEqual([])
  })

  it('are the terms of quality engineers', () => {
    expect([zh.result.escapes, zh.figures.falseRejects, zh.evaluation.NotDecidable]).toEqual([
      '漏检',
      '过杀（误判）',
      '待复判',
    ])
    expect(zh.curves.detection('划痕')).toBe('检出概率（POD）：划痕')
  })

  it('know every line, class and look-alike of the world', () => {
    const needed = Object.values(productLines).flatMap(({ recipe }) => [
      recipe.line,
      ...Object.keys(recipe.limitsMm),
      ...recipe.presentOrAbsent,
      ...recipe.lookAlikes,
    ])
    for (const words of [en, zh]) expect(needed.filter((name) => !words.names[name])).toEqual([])
  })
})

describe('why a size is missing, in Chinese', () => {
  const sightings: Readonly<Record<string, readonly Sighting[]>> = {
    none: [],
    allFound: [{ size: 1, n: 2, hits: 2 }],
    noneFound: [{ size: 1, n: 2, hits: 0 }],
    oneSize: [{ size: 1, n: 2, hits: 1 }],
    apart: [
      { size: 1, n: 2, hits: 0 },
      { size: 2.5, n: 2, hits: 2 },
    ],
    falling: [
      { size: 1, n: 9, hits: 8 },
      { size: 2, n: 9, hits: 3 },
    ],
  }

  it.each(Object.entries(sightings))('is known for what the core says: %s', (_, seen) => {
    const reason = detectionCurve(seen)
    expect(typeof reason).toBe('string')
    expect(reasonZh(String(reason))).not.toMatch(/[a-z]/)
  })

  it('translates clause by clause and leaves a strange one as it came', () => {
    expect(
      reasonZh(
        'reported: none smaller was seen; refused: every defect was found: add smaller ones, down to sizes that are missed; the size is by demonstration, 29 of the next 29 up were found',
      ),
    ).toBe(
      '报出：未出现过更小的缺陷；拒收：缺陷全部检出，须补充更小、直至检不出的缺陷；该尺寸由点验证得出：由此向上的 29 个中检出 29 个',
    )
    expect(reasonZh('there are too few for a size that can be promised')).toBe('数量太少，无法保证任何尺寸')
    expect(reasonZh('none so large was seen: the curve alone says so')).not.toMatch(/[a-z]/)
    expect(reasonZh('there or not there: it has no size')).not.toMatch(/[a-z]/)
    expect(reasonZh('something new')).toBe('something new')
  })
})
