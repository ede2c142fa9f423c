import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PlantState } from '../../edge/contract/plant.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'
import { openBoard } from './signed-in.ts'

const found = await findBrowser()
const patience = { timeout: 30_000 }

describe.skipIf(!found)('the machines, in a real browser beside a real line', () => {
  let data = ''
  let service: Running
  let browsing: Browsing
  beforeAll(async () => {
    if (!found) return
    data = await temporaryFolder('board-machines')
    service = await startJidoka({ data, args: ['--seed', '7', '--machine-hours-per-second', '20'] })
    browsing = await startBrowser(found)
  })
  afterAll(async () => {
    await browsing?.close()
    await service?.stop()
    await removeFolder(data)
  })

  const plant = async () => PlantState.parse(await (await service.get('/api/v1/machines')).json())

  async function open(options: BrowserContextOptions = {}) {
    const opened = await openBoard(browsing, service, '#machines', options)
    await opened.page.locator('.machine').first().waitFor()
    await opened.page.locator('.panel-life canvas').first().waitFor()
    return opened
  }
  const choose = (page: Page, name: string) => page.locator('.machine').filter({ hasText: name }).click()

  it.each([
    [1280, 'light', 'en-US'],
    [1280, 'dark', 'zh-CN'],
    [390, 'light', 'zh-CN'],
    [390, 'dark', 'en-US'],
  ] as const)(
    'is accessible, breaks no policy and needs no sideways scrolling: %i px, %s, %s',
    async (width, colorScheme, locale) => {
      const { page, foreign, faults } = await open({ viewport: { width, height: 900 }, colorScheme, locale })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`),
      ).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      expect({ foreign, faults }).toEqual({ foreign: [], faults: [] })
      await page.context().close()
    },
  )

  it('chooses a machine by keyboard, and the panels follow', async () => {
    const { page } = await open()
    await page.locator('.machine').filter({ hasText: 'Camera lamp' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Remaining life: Camera lamp').waitFor()
    expect(await page.locator('.envelope').count()).toBe(0)
    await choose(page, 'Mill spindle')
    await page.locator('.envelope canvas').waitFor()
    await page.getByText('Vibration (ISO 20816-3)').waitFor()
    await page.context().close()
  })

  it('sticks a sensor by a button: the board names it, and the alarm is acknowledged and shelved there', async () => {
    const { page } = await open()
    await choose(page, 'Stamping press')
    await page.getByRole('button', { name: 'Stick a sensor' }).click()
    await page.getByRole('button', { name: 'Free the sensor' }).waitFor()
    const name = 'Stamping press: a sensor lies or is silent'
    await page.locator('.suspects').getByText('stamping force').waitFor()
    await page.getByRole('button', { name: `Acknowledge: ${name}` }).click()
    const alarm = page.locator('.alarm').filter({ hasText: name })
    await alarm.getByText('acknowledged', { exact: true }).waitFor()
    await page.locator('.shelf select').selectOption('120')
    await alarm.getByRole('button', { name: 'Shelve' }).click()
    await alarm.getByText('shelved', { exact: true }).waitFor()
    const now = (await plant()).alarms.find(({ alarmId }) => alarmId === 'stamping-press.sensor')
    expect(now).toMatchObject({ state: 'Shelved', by: 'viewer' })
    await page.getByRole('button', { name: 'Free the sensor' }).click()
    await page.getByRole('button', { name: 'Stick a sensor' }).waitFor()
    await page.context().close()
  })

  it('replaces a machine: a new unit begins, and the life before is scored against its true end', async () => {
    const { page } = await open()
    await choose(page, 'Conveyor gearmotor')
    const unit = await page.locator('.panel-life .panel-head .mono').textContent()
    await page.getByRole('button', { name: 'Replace it' }).click()
    await page.locator('.panel-lives th').getByText(String(unit), { exact: true }).waitFor()
    await page.locator('.panel-lives').getByText('replaced by hand').first().waitFor()
    await expect.poll(() => page.locator('.panel-life canvas').count(), patience).toBe(2)
    expect(await page.locator('.panel-life .panel-head .mono').textContent()).not.toBe(unit)
    await page.context().close()
  })

  it('overloads a machine by a button: what lies away from healthy is seen, and advice changes where it is forecast', async () => {
    const { page } = await open()
    await choose(page, 'Stamping press')
    const state = async () => (await plant()).machines.find(({ machine }) => machine === 'stamping-press')
    await expect.poll(async () => (await state())?.condition?.healthIndex ?? null, patience).not.toBeNull()
    await page.getByRole('button', { name: 'Overload it' }).click()
    await page.getByRole('button', { name: 'Overload it' }).click()
    await page.locator('.sigmas .noticed').getByText('frame spring').waitFor()
    if ((await state())?.forecastModel) await page.locator('.advice-level:is(.plan, .act)').waitFor(patience)
    await page.context().close()
  })
})
