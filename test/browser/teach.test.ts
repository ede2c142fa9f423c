import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'
import { openBoard } from './signed-in.ts'

const found = await findBrowser()

describe.skipIf(!found)('the view in which a product is taught', () => {
  let data = ''
  let service: Running
  let browsing: Browsing
  beforeAll(async () => {
    if (!found) return
    data = await temporaryFolder('teach board')
    service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
    browsing = await startBrowser(found)
  })
  afterAll(async () => {
    await browsing?.close()
    await service?.stop()
    await removeFolder(data)
  })

  it('gathers parts of the line, learns from them, and looks at a picture', {
    timeout: 120_000,
  }, async () => {
    const { page, faults } = await openBoard(browsing, service, '#teach', { locale: 'en-GB' })
    await page.getByRole('button', { name: 'Take 50 that the line passes' }).click()
    await page.locator('.good-images li').nth(8).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: /Stop$/ }).click()
    await page.getByRole('button', { name: 'Take all away' }).waitFor()
    await page.getByRole('button', { name: /^Take picture 1 away$/ }).click()
    await page.getByRole('button', { name: /^Take picture 1 away$/ }).waitFor({ state: 'detached' })
    await page.getByLabel('Name of the product').fill('strip')
    await page.getByRole('button', { name: 'Learn', exact: true }).click()
    await page.locator('.learnt').waitFor({ timeout: 90_000 })
    await page.locator('.good-images .see').first().click()
    await page.locator('.tried .said').waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`),
    ).toEqual([])
    const border = page.getByLabel(/^Refuse from/)
    await border.fill('0.4')
    const [, low] = /refused (\d+) of/.exec((await page.locator('.border').textContent()) ?? '') ?? []
    await border.fill('0.8')
    await page.getByText('It would have refused 0 of').waitFor()
    expect(Number(low)).toBeGreaterThan(0)
    const model = page.locator('[title^="strip "]')
    await page.getByRole('button', { name: 'Let the line inspect by strip' }).click()
    await model.waitFor()
    await page.getByRole('button', { name: 'Back to the line’s own model' }).click()
    await model.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('takes a file, says what is wrong with one that is no picture, and a camera only where there is one', async () => {
    const { page } = await openBoard(browsing, service, '#teach', { locale: 'zh-CN' })
    const zone = page.locator('.drop-zone input')
    const file = (mimeType: string, buffer: Buffer) => ({ name: 'part', mimeType, buffer })
    await zone.setInputFiles(file('image/png', Buffer.from('no picture')))
    await page.getByText('Give a complete jpg').waitFor()
    await page.getByRole('button', { name: '摄像头' }).first().click()
    await page.getByText('浏览器没有提供摄像头').waitFor()
    await page.context().close()
  })
})
