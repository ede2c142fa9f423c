import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartRecord } from '../../edge/contract/part-record.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'
import { openBoard } from './signed-in.ts'

const found = await findBrowser()

describe.skipIf(!found)('the andon board, in a real browser on a real line', () => {
  let data = ''
  let service: Running
  let browsing: Browsing
  beforeAll(async () => {
    if (!found) return
    data = await temporaryFolder('board')
    service = await startJidoka({ data })
    browsing = await startBrowser(found)
  })
  afterAll(async () => {
    await browsing?.close()
    await service?.stop()
    await removeFolder(data)
  })

  /** A board that shows a verdict; any error on the console is a fault, but that a picture is no longer kept. */
  async function open(options: BrowserContextOptions = {}) {
    const isFault = (message: ConsoleMessage) =>
      message.type() === 'error' && !/\/(image|heatmap)$/.test(message.location().url)
    const opened = await openBoard(browsing, service, '', options, isFault)
    await opened.page.locator('canvas.camera').waitFor()
    return opened
  }

  it('asks for nothing beyond the service, breaks no policy, and shows a verdict with its picture', async () => {
    const { page, foreign, faults } = await open()
    await page.getByText('Simulated', { exact: true }).waitFor()
    await page.getByText('Inspection accuracy above 99.8').waitFor()
    expect({ foreign, faults }).toEqual({ foreign: [], faults: [] })
    await page.context().close()
  })

  it.each([
    [1280, 'light', 'en-US'],
    [1280, 'dark', 'zh-CN'],
    [390, 'light', 'zh-CN'],
    [390, 'dark', 'en-US'],
    [3840, 'light', 'en-US'],
  ] as const)(
    'is accessible and needs no sideways scrolling: %i px, %s, %s',
    async (width, colorScheme, locale) => {
      const { page } = await open({ viewport: { width, height: 900 }, colorScheme, locale })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`),
      ).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.context().close()
    },
  )

  it('dims the lamp by keyboard alone, shows it in the pixels and in the verdict, and takes it back', async () => {
    const { page } = await open()
    const level = () => page.evaluate<number>(meanLevel)
    await expect.poll(level, { timeout: 30_000 }).toBeGreaterThan(20)
    const brightBefore = await level()
    await reach(page, 'Dim the lamp')
    await page.keyboard.press('Enter')
    await page.locator('.fault-button[aria-pressed=true]').waitFor()
    await expect.poll(level, { timeout: 30_000 }).toBeLessThan(0.85 * brightBefore)
    await page.locator('main').getByText('is unlike').first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.fault-button[aria-pressed=true]').waitFor({ state: 'detached' })
    await page.context().close()
  })

  it.each(['light', 'dark'] as const)(
    'tells all of a held part, its truth on demand: %s',
    async (colorScheme) => {
      const { page, faults } = await open({ colorScheme })
      await page.locator('.belt [role=option]').last().click()
      const panel = page.locator('.panel-part')
      const partId = String(await panel.locator('h2').textContent()).replace('Part ', '')
      await page.locator('.facts .mono').getByText(partId, { exact: true }).waitFor()
      expect(await page.locator('.box.real, .really').count()).toBe(0)
      await panel.getByRole('button', { name: 'Reveal the truth' }).click()
      await panel.locator('.really').waitFor()
      const { truth } = PartRecord.parse(await (await service.get(`/api/v1/parts/${partId}/record`)).json())
      expect(await panel.locator('.really').textContent()).toContain(
        truth?.isDefective ? 'Defective.' : 'Good.',
      )
      expect(await page.locator('.box.real').count()).toBe(truth?.marks.length)
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
      const file = page.waitForEvent('download')
      await panel.getByRole('button', { name: 'Picture as PNG' }).click()
      expect((await file).suggestedFilename()).toMatch(new RegExp(`^${partId}-.*\\.png$`))
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })
      expect(faults).toEqual([])
      await page.context().close()
    },
  )

  it('speaks Chinese with real glyphs where the machine has them', async () => {
    const { page } = await open({ locale: 'zh-CN' })
    await page.getByRole('button', { name: '调暗光源' }).waitFor()
    const isDrawn = await page.evaluate<boolean>(`(() => {
      const draw = (text) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 })
        const context = canvas.getContext('2d')
        context.font = '32px ' + getComputedStyle(document.body).fontFamily
        context.fillText(text, 0, 34)
        return canvas.toDataURL()
      }
      return draw('质') !== draw('量')
    })()`)
    if (!isDrawn)
      process.stderr.write(
        '\nNOT TESTED: no Chinese font is installed, glyphs are boxes (Debian: fonts-wqy-microhei).\n',
      )
    await page.context().close()
  })

  it('asks a stranger to sign in and shows nothing', async () => {
    const page = await browsing.openPage()
    await page.goto(service.url)
    await page.locator('form.sign-in').waitFor()
    expect(await page.locator('canvas').count()).toBe(0)
    await page.context().close()
  })
})

/** Tabs to a button by its name, as somebody without a mouse does. */
async function reach(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate('document.activeElement?.textContent')) === name) return
  }
  throw new Error(`${name} cannot be reached by keyboard`)
}

/** Mean level of the live picture, in the page: 0 until one is drawn. */
const meanLevel = `(() => {
  const canvas = document.querySelector('canvas.camera')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let sum = 0
  for (let at = 0; at < data.length; at += 4) sum += data[at]
  return (4 * sum) / data.length
})()`
