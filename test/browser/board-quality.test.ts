import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState } from '../../edge/contract/api.ts'
import { DeskState } from '../../edge/contract/review.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'
import { openBoard } from './signed-in.ts'

const found = await findBrowser()
const patience = { timeout: 30_000 }

describe.skipIf(!found)('quality and the review desk, in a real browser on a real line', () => {
  let data = ''
  let service: Running
  let browsing: Browsing
  beforeAll(async () => {
    if (!found) return
    data = await temporaryFolder('board-quality')
    service = await startJidoka({ data, args: ['--seed', '7'] })
    browsing = await startBrowser(found)
    // A dim lamp leaves parts undecided: the desk fills, and stays full.
    await service.put('/api/v1/condition', { lampLevel: 0.6 })
    for await (const { topic } of service.results())
      if (topic === 'result' && (await deskNow()).overflowed > 0) break
  })
  afterAll(async () => {
    await browsing?.close()
    await service?.stop()
    await removeFolder(data)
  })

  const deskNow = async () => DeskState.parse(await (await service.get('/api/v1/desk')).json())

  /** What a view shows once it has heard from the service. */
  const signs: Readonly<Record<string, string>> = {
    ...{ desk: '.answer[aria-disabled=false]', quality: '#dial-slider', system: '.settings' },
  }
  async function open(view: string, options: BrowserContextOptions = {}) {
    const opened = await openBoard(browsing, service, `#${view}`, options)
    await opened.page
      .locator(signs[view] ?? 'main')
      .first()
      .waitFor()
    return opened
  }

  const figures = (page: Page) => page.locator('.dial-figures dd:not(.now)').allTextContents()
  const presentPart = (page: Page) => page.locator('.panel-desk .part-id').textContent()
  const waitingParts = (page: Page) => page.locator('.queued .mono').allTextContents()

  it.each([
    ['quality', 1280, 'light', 'en-US'],
    ['quality', 390, 'dark', 'zh-CN'],
    ['desk', 1280, 'dark', 'zh-CN'],
    ['desk', 390, 'light', 'en-US'],
    ['system', 1280, 'dark', 'en-US'],
    ['system', 390, 'light', 'zh-CN'],
  ] as const)(
    'is accessible, breaks no policy and needs no sideways scrolling: %s, %i px, %s, %s',
    async (view, width, colorScheme, locale) => {
      const { page, foreign, faults } = await open(view, {
        viewport: { width, height: 900 },
        colorScheme,
        locale,
      })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`),
      ).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      expect({ foreign, faults }).toEqual({ foreign: [], faults: [] })
      await page.context().close()
    },
  )

  it.each(['light', 'dark'] as const)(
    'is fit for a projector, and keeps a chart as PNG: %s',
    async (colorScheme) => {
      const { page } = await open('quality', { viewport: { width: 1920, height: 1080 }, colorScheme })
      await page.getByRole('button', { name: 'Projector' }).click()
      await page.getByRole('button', { name: 'Projector', pressed: true }).waitFor()
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1920)
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save as PNG: Errors' }).click()
      const kept = await sharp(await (await download).path()).metadata()
      expect(kept.format).toBe('png')
      expect(kept.width).toBeGreaterThan(300)
      await page.context().close()
    },
  )

  it('prints as a report: what the run is, its evidence, room to sign, and nothing to press', async () => {
    const { page } = await open('quality')
    const { run } = BoardState.parse(await (await service.get('/api/v1/state')).json())
    expect(await page.locator('.on-paper').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    const paper = page.locator('.on-paper')
    for (const fact of [run.runId, run.model.sha256, run.replayCommand, 'Approved by'])
      await paper.getByText(fact).waitFor()
    expect(await page.locator('.view-quality .panel-head button:visible, .tabs:visible').count()).toBe(0)
    expect(await page.locator('.panel-curves figure').count()).toBe(3)
    await page.context().close()
  })

  it('is reached from the line by keyboard, in the address, and back', async () => {
    const { page } = await open('quality')
    await page.getByRole('tab', { name: 'Quality' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('.panel-desk').waitFor()
    expect(new URL(page.url()).hash).toBe('#desk')
    expect(await page.evaluate('document.activeElement?.id')).toBe('tab-desk')
    await page.keyboard.press('Home')
    await page.locator('canvas.camera').waitFor()
    await page.goBack()
    await page.locator('.panel-desk').waitFor()
    await page.reload()
    await page.locator('.panel-desk').waitFor()
    await page.context().close()
  })

  it('turns the dial by keyboard: the figures move, and nothing on the line does', async () => {
    const { page } = await open('quality')
    const thresholds = async () => (await (await service.get('/api/v1/state')).json()).run.model
    const before = await thresholds()
    const inUse = await figures(page)
    await page.locator('#dial-slider').focus()
    await page.keyboard.press('End')
    const reviewAll = await figures(page)
    expect(reviewAll.map((text) => text.replace('\u202f', ' ')).slice(0, 3)).toEqual(['0 %', '0 %', '100 %'])
    await page.keyboard.press('Home')
    const decideAll = await figures(page)
    expect(decideAll[5]).toBe('0.5000 · 0.5000')
    expect(new Set([inUse, reviewAll, decideAll].map(String)).size).toBe(3)
    await page.getByRole('button', { name: 'Back to those in use' }).click()
    await expect.poll(async () => (await figures(page))[5], patience).toBe(inUse[5])
    expect(await thresholds()).toEqual(before)
    await page.context().close()
  })

  it('holds a worst part on the line view, long after it left the belt', async () => {
    const { page } = await open('quality')
    const partId = await page.locator('.worst-part .mono').first().textContent()
    // By name: the list may change between two looks.
    await page
      .locator('.worst-part')
      .filter({ hasText: String(partId) })
      .click()
    await page.locator('.held-note').waitFor()
    await page.locator('.facts .mono').getByText(String(partId), { exact: true }).waitFor()
    await page.context().close()
  })

  it('hears the keys only in the desk, and a decided part leaves the queue for good', async () => {
    const { page } = await open('desk')
    const { reviewed } = await deskNow()
    const partId = await presentPart(page)
    await page.getByRole('tab', { name: 'Review desk' }).focus()
    await page.keyboard.press('n')
    await page.keyboard.press('o')
    expect(await presentPart(page)).toBe(partId)
    await page.locator('.answer.OK').focus()
    await page.keyboard.press('Control+n')
    await page.keyboard.press('n')
    await page.getByText(`${partId} is decided: Not OK.`).waitFor()
    expect(await waitingParts(page)).not.toContain(partId)
    await expect.poll(async () => (await deskNow()).reviewed, patience).toBe(reviewed + 1)
    const next = await presentPart(page)
    expect(next).not.toBe(partId)
    // The desk was full, so another part took the place; the decided one is not among them.
    await expect.poll(async () => (await waitingParts(page)).length, patience).toBe(40)
    expect(await waitingParts(page)).not.toContain(partId)
    await page.context().close()
  })

  it('decides a chosen part by mouse and goes on behind it', async () => {
    const { page } = await open('desk')
    await page.locator('.queued').nth(2).click()
    const [, , third, fourth] = await waitingParts(page)
    await expect.poll(() => presentPart(page), patience).toBe(third)
    await page.locator('.answer[aria-disabled=false]').first().waitFor()
    await page.locator('.answer.OK').click()
    await page.getByText(`${third} is decided: OK.`).waitFor()
    expect(await presentPart(page)).toBe(fourth)
    await page.context().close()
  })

  it('says so in one sentence when someone else was faster, and goes on', async () => {
    const { page } = await open('desk', { locale: 'zh-CN' })
    const partId = await presentPart(page)
    // The rival decides while our wish is on its way.
    await page.route('**/review', async (route) => {
      const body = JSON.stringify({ decision: 'OK' })
      const headers = { cookie: service.cookie, 'content-type': 'application/json' }
      await fetch(route.request().url(), { method: 'POST', headers, body })
      await route.continue()
    })
    await page.locator('.answer.NotOK').click()
    await page.getByText(`${partId}：已由他人先行判定`).waitFor()
    expect(await waitingParts(page)).not.toContain(partId)
    await page.context().close()
  })

  it('keeps the part when the service is away, and says that nothing was decided', async () => {
    const { page } = await open('desk')
    const partId = await presentPart(page)
    await page.route('**/review', (route) => route.abort())
    await page.locator('.answer.OK').click()
    await page.getByText(`${partId} was not decided: the service did not answer.`).waitFor()
    expect(await presentPart(page)).toBe(partId)
    await page.unroute('**/review')
    await page.locator('.answer.OK').click()
    await page.getByText(`${partId} is decided: OK.`).waitFor()
    await page.context().close()
  })

  it('keeps the last figures when the service is away, with their time; signed out, it asks to sign in', async () => {
    const { page } = await open('quality')
    await page.route('**/api/v1/quality', (route) => route.abort())
    await page.getByText('The figures below are from').waitFor()
    expect((await figures(page)).length).toBe(6)
    await page.unroute('**/api/v1/quality')
    await page.context().clearCookies()
    await page.locator('form.sign-in').waitFor()
    expect(await page.locator('[role=tab]').count()).toBe(0)
    await page.context().close()
  })
})
