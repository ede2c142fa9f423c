import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportInput } from '../../edge/report/input.ts'
import { renderReport } from '../../edge/report/report.ts'
import { hostileLine, sampleReport, usualReport } from '../report/sample-report.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'

const found = await findBrowser()

describe.skipIf(!found)('an acceptance report, in a real browser', () => {
  let folder = ''
  let browsing: Browsing
  const inputs: Record<string, ReportInput> = {}
  beforeAll(async () => {
    if (!found) return
    folder = await mkdtemp(path.join(tmpdir(), 'jidoka-report-'))
    browsing = await startBrowser(found)
    const usual = await usualReport()
    inputs.usual = usual
    inputs.several = sampleReport([...usual.lines, await hostileLine()], 'not-demonstrated')
  })
  afterAll(async () => {
    await browsing?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** The report as a person opens it: a file. `faults` is what the console said, `asked` every address. */
  async function open(name: string, language: 'en' | 'zh', options: BrowserContextOptions = {}) {
    const input = inputs[name]
    if (!input) throw new Error(`no report ${name}`)
    const file = path.join(folder, `${name}-${language}.html`)
    await writeFile(file, renderReport(input, language))
    const page = await browsing.openPage(options)
    const [faults, asked]: [string[], string[]] = [[], []]
    page.on('console', (message) => faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`))
    page.on('request', (request) => asked.push(request.url()))
    const url = pathToFileURL(file).href
    await page.goto(url)
    const foreign = asked.filter((address) => address !== url && !address.startsWith('data:'))
    return { page, faults, foreign }
  }

  const cases = ['usual', 'several'].flatMap((name) =>
    (['en', 'zh'] as const).map((language) => [name, language] as const),
  )

  it.each(cases)(
    'opens without a word from the console and asks for nothing: %s, %s',
    async (name, language) => {
      const { page, faults, foreign } = await open(name, language)
      const pictures = await page.evaluate<number>('document.querySelectorAll(".pictures image").length')
      expect(pictures).toBeGreaterThanOrEqual(24)
      expect({ faults, foreign }).toEqual({ faults: [], foreign: [] })
      await page.context().close()
    },
  )

  // Each report in each language and at each width once.
  const wide = (name: string, language: string) => (name === 'usual') === (language === 'en')
  it.each(cases.map(([name, language]) => [name, language, wide(name, language) ? 1280 : 390] as const))(
    'is accessible and needs no sideways scrolling: %s, %s, %i px',
    async (name, language, width) => {
      const { page } = await open(name, language, { viewport: { width, height: 900 } })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`),
      ).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.context().close()
    },
  )

  it.each(['en', 'zh'] as const)(
    'prints on about ten A4 pages, nothing wider than the paper: %s',
    async (language) => {
      const { page } = await open('usual', language)
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      const sheets = pdf.match(/\/Type ?\/Page\b(?!s)/g)?.length ?? 0
      expect(sheets).toBeGreaterThanOrEqual(7)
      expect(sheets).toBeLessThanOrEqual(11)
      const boxes = [...pdf.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)]
      for (const [, width, height] of boxes)
        expect([Number(width), Number(height)].map(Math.round)).toEqual([595, 842])
      expect(boxes.length).toBeGreaterThan(0)
      // 210 mm less its margins, at 96 px an inch.
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width: Math.round((178 / 25.4) * 96), height: 1000 })
      const isTooWide = `[...document.querySelectorAll('table, figure, svg, dl')].filter((part) =>
      part.getBoundingClientRect().right > innerWidth + 1 && !part.parentElement.closest('svg')).length`
      expect(await page.evaluate(isTooWide)).toBe(0)
      await page.context().close()
    },
  )
})
