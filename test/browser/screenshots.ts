import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { tabs } from '../../dashboard/tab.ts'
import { removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { findBrowser, startBrowser } from './browser.ts'
import { openBoard } from './signed-in.ts'

/**
 * `npm run screenshots -- --out <folder>`: every view of the board in both languages, both themes and three widths, to be
 * looked at before a customer does. The line runs for a while first, so that there is something to see.
 */
const { values } = parseArgs({
  options: {
    ...{ out: { type: 'string', default: 'screenshots' }, warm: { type: 'string', default: '60' } },
    ...{ edge: { type: 'string' }, scripts: { type: 'string' } },
  },
})

/** Beyond the tabs: what opens by a key or a button. */
const views: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  ...Object.fromEntries(tabs.map((name) => [name, () => Promise.resolve()])),
  async stage(page) {
    await page.keyboard.press('p')
    await page.locator('.cue-head').waitFor()
  },
  async draw(page) {
    await page.locator('canvas.camera').waitFor()
    await page.getByRole('button', { name: /^(Draw a defect|亲手画一个缺陷)$/ }).click()
    await page.locator('.draw-layer').waitFor()
  },
  async part(page) {
    await page.locator('.belt [role=option]').last().click()
    await page.getByRole('button', { name: /^(Reveal the truth|揭晓真值)$/ }).click()
  },
  async paper(page) {
    await page.locator('.panel-report').waitFor()
    await page.emulateMedia({ media: 'print' })
  },
  async lesson(page) {
    await page.locator('.lesson-card').first().click()
    await page.getByRole('heading', { level: 3 }).first().waitFor()
  },
}
const tabOfView: Readonly<Record<string, string>> = {
  ...{ stage: 'line', draw: 'line', part: 'line', paper: 'quality', lesson: 'classroom' },
}

const browser = await findBrowser()
if (!browser) throw new Error('no browser was found')
const data = await temporaryFolder('screenshots')
const service = await startJidoka({ data, args: ['--seed', '7'] })
const browsing = await startBrowser(browser)
try {
  await mkdir(values.out, { recursive: true })
  const { page: waiting } = await openBoard(browsing, service, '', {})
  await waiting.waitForTimeout(1000 * Number(values.warm))
  await waiting.context().close()
  for (const locale of ['en-US', 'zh-CN'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [390, 1280, 2560]) {
        for (const [name, show] of Object.entries(views)) {
          const options = { locale, colorScheme, viewport: { width, height: 900 } }
          const { page } = await openBoard(browsing, service, `#${tabOfView[name] ?? name}`, options)
          await page.locator('h2').first().waitFor()
          await show(page)
          // Pictures, charts and the first answers come after the headings.
          await page.waitForTimeout(1500)
          const file = `${name}-${locale.slice(0, 2)}-${colorScheme}-${width}.png`
          await page.screenshot({ path: path.join(values.out, file), fullPage: true })
          await page.context().close()
        }
        process.stdout.write(`${locale} ${colorScheme} ${width}: ${Object.keys(views).length} views\n`)
      }
} finally {
  await browsing.close()
  await service.stop()
  await removeFolder(data)
}
