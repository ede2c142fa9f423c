import { describe, expect, it } from 'vitest'
import { productLines } from '../../datasets/world.ts'
import { errorCatalogue } from '../../edge/contract/error.ts'
import { lineWordsEn, lineWordsZh } from '../../edge/contract/line-word.ts'
import { acts } from '../../edge/contract/role.ts'
import { houseFiles, programFiles, readHouse } from './source.ts'
import { tableIn, tables } from './table.ts'

const readmes = ['README.md', 'README.zh-CN.md'] as const

describe('the READMEs', () => {
  for (const readme of readmes) {
    for (const [name, table] of Object.entries(tables)) {
      it(`${readme} holds the ${name} that the contract gives`, () => {
        expect(tableIn(readHouse(readme), name)).toBe(table)
      })
    }
  }

  it('have the same headings, by number and level', () => {
    const levels = readmes.map((file) => readHouse(file).match(/^#+ /gm))
    expect(levels[0]).toEqual(levels[1])
    expect(levels[0]?.length).toBeGreaterThan(5)
  })

  it('show the same code', () => {
    const blocks = readmes.map((file) => readHouse(file).match(/^```[\s\S]*?^```/gm))
    expect(blocks[0]).toEqual(blocks[1])
    expect(blocks[0]?.length).toBeGreaterThan(0)
  })

  it.each([
    ['README.md', lineWordsEn],
    ['README.zh-CN.md', lineWordsZh],
  ] as const)('%s names every line with its limits and look-alikes', (readme, words) => {
    const rows = readHouse(readme).split('\n')
    for (const { recipe } of Object.values(productLines)) {
      const row = rows.find((text) => text.startsWith(`| \`${recipe.line}\` `)) ?? ''
      const limits = Object.entries(recipe.limitsMm).map(([name, limit]) => `${words[name]} ${limit}`)
      const others = [...recipe.presentOrAbsent, ...recipe.lookAlikes].map((name) => words[name] ?? name)
      expect([...limits, ...others].filter((text) => !row.includes(text))).toEqual([])
    }
  })

  it('name every command', () => {
    const verbs = ['verb', 'verb-evidence', 'verb-generate', 'verb-teach', 'verb-user']
      .map((verb) => `edge/${verb}.ts`)
      .map(readHouse)
      .join('')
    const commands = [...verbs.matchAll(/\.command\('([a-z]+)'\)/g)].map(([, name]) => name)
    expect(commands.length).toBeGreaterThan(3)
    for (const readme of readmes) {
      expect(commands.filter((name) => !readHouse(readme).includes(`\`jidoka ${name}`))).toEqual([])
    }
  })

  it('stand in every folder of the house, in about five lines', () => {
    for (const folder of ['edge', 'broker', 'models', 'datasets', 'seeds', 'dashboard', 'test']) {
      const lines = readHouse(`${folder}/README.md`)
        .trim()
        .split('\n')
        .filter((line) => line !== '')
      expect(lines.length, folder).toBeGreaterThan(3)
    }
  })
})

describe('SECURITY.md', () => {
  it('gives each act the least role that the contract gives it', () => {
    const rows = [...(tableIn(readHouse('SECURITY.md'), 'acts') ?? '').matchAll(/^\| `(\w+)` \| (\w+) \|/gm)]
    expect(Object.fromEntries(rows.map(([, act, role]) => [act, role]))).toEqual(acts)
  })
})

describe('the error catalogue', () => {
  it('holds no code that the program never uses', () => {
    const text = [...programFiles.filter((file) => file !== 'edge/contract/error.ts'), 'edge/build.mjs']
      .map(readHouse)
      .join('\n')
    expect(Object.keys(errorCatalogue).filter((code) => !new RegExp(`['"\`]${code}\\b`).test(text))).toEqual(
      [],
    )
  })

  it('gives each remedy as one sentence or two', () => {
    for (const { remedy } of Object.values(errorCatalogue)) expect(remedy).toMatch(/^[^\n]{10,120}\.$/)
  })
})

describe('what the repository holds', () => {
  const texts = houseFiles.filter(
    (file) => /\.(ts|tsx|mjs|json|md|yaml|yml|py|css|html|svg|txt)$/.test(file) || file === '.ci/run',
  )

  it('names no folder and no host of the machine that it was written on', () => {
    const traces = [
      /(?<![\w.])\/(home|root|work|Users)\/(?!some(one|body))\w/,
      /(?<![\w.])\/tmp\/\w/,
      /[A-Z]:\\Users\\/,
      /\b(10\.\d{1,3}|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2}\b/,
      /registry\.\w+\.\w+/,
    ]
    const found = texts.flatMap((file) =>
      traces.flatMap((trace) => trace.exec(readHouse(file))?.[0] ?? []).map((hit) => `${file}: ${hit}`),
    )
    expect(found).toEqual([])
  })
})
