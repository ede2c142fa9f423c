import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GroupExport } from '../../edge/contract/group.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'
import { playUpkeep } from './play-upkeep.ts'
import { breaksPolicy, openBoard } from './signed-in.ts'

const found = await findBrowser()

describe.skipIf(!found)('a group, in a real browser on a real line', () => {
  let data = ''
  let service: Running
  let browsing: Browsing
  beforeAll(async () => {
    if (!found) return
    data = await temporaryFolder('group-board')
    service = await startJidoka({ data, args: ['--seed', '7'] })
    browsing = await startBrowser(found)
  })
  afterAll(async () => {
    await browsing?.close()
    await service?.stop()
    await removeFolder(data)
  })

  /** A phone that nobody has signed in on. */
  async function phone(hash: string, locale = 'zh-CN'): Promise<{ page: Page; faults: string[] }> {
    const page = await browsing.openPage({ locale, viewport: { width: 390, height: 844 } })
    page.setDefaultTimeout(15_000)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => breaksPolicy(message) && faults.push(message.text()))
    await page.goto(`${service.url}/${hash}`)
    return { page, faults }
  }

  it('is opened, joined on a phone, answered, seen by the trainer, and reset', async () => {
    const { page: trainer, faults } = await openBoard(browsing, service, '#classroom', {
      ...{ locale: 'en-US', viewport: { width: 1280, height: 900 } },
    })
    await trainer.getByRole('button', { name: 'Open a group' }).click()
    const code = (await trainer.locator('.group-code').textContent()) ?? ''
    const { page, faults: phoneFaults } = await phone(`#join=${code.replace(' ', '')}`)
    await expectFit(page, 390)
    await page.locator('[name=code]').fill('000 000')
    await page.locator('[name=nickname]').fill('小李')
    await page.getByRole('button', { name: '加入' }).click()
    await page.getByText('没有使用此代码的小组').waitFor()
    await page.locator('[name=code]').fill(code.toLowerCase())
    await page.getByRole('button', { name: '加入' }).click()
    await page.locator('.lesson-card').first().click()
    await answerBothWays(page)
    await trainer
      .locator('.group-table tbody tr', { hasText: '小李' })
      .getByText('2', { exact: true })
      .waitFor()
    await trainer.locator('.questions').waitFor()
    await expectFit(trainer, 1280)
    await expectFit(page, 390)
    // A page that is loaded anew is still in the group.
    await page.reload()
    await page.getByText('小李').waitFor()
    const all = GroupExport.parse(await (await service.get('/api/v1/group/export')).json())
    expect(all.trainees[0]?.answers.map(({ isRight }) => isRight)).toEqual([false, true])
    await trainer.getByRole('button', { name: 'Reset' }).click()
    await trainer.getByRole('button', { name: 'Forget all' }).click()
    await trainer.getByRole('button', { name: 'Open a group' }).waitFor()
    await page.reload()
    await page.locator('[name=nickname]').waitFor()
    expect({ faults, phoneFaults }).toEqual({ faults: [], phoneFaults: [] })
  })

  it('shows a trainee nothing that changes the line', async () => {
    const { page: trainer } = await openBoard(browsing, service, '#classroom', {
      ...{ locale: 'en-US', viewport: { width: 1280, height: 900 } },
    })
    await trainer.getByRole('button', { name: 'Open a group' }).click()
    const code = (await trainer.locator('.group-code').textContent()) ?? ''
    const { page } = await phone(`#join=${code.replace(' ', '')}`)
    await page.locator('[name=nickname]').fill('Ana')
    await page.getByRole('button', { name: '加入' }).click()
    await page.locator('.lesson-card').nth(3).click()
    await page.locator('.panel-station').waitFor()
    expect(await page.locator('.fault-button, [role=tab], .switch').count()).toBe(0)
    await page.getByText('由讲师统一操作').waitFor()
  })

  it('plays the game of upkeep, and the trainer sees what it cost', async () => {
    const { page: trainer } = await openBoard(browsing, service, '#classroom', {
      ...{ locale: 'en-US', viewport: { width: 1280, height: 900 } },
    })
    const code = (await trainer.locator('.group-code').textContent()) ?? ''
    const { page } = await phone(`#join=${code.replace(' ', '')}`, 'en-US')
    await page.locator('[name=nickname]').fill('Bo')
    await page.getByRole('button', { name: 'Join' }).click()
    await page.locator('.lesson-card').nth(6).click()
    while ((await page.locator('.panel-upkeep').count()) === 0)
      await page.getByRole('button', { name: 'Next step' }).click()
    await playUpkeep(page)
    await trainer
      .locator('.group-table tbody tr', { hasText: 'Bo' })
      .getByText('(0 of 5 failed)')
      .waitFor({ timeout: 30_000 })
    await expectFit(trainer, 1280)
  })
})

/** The first question with options of the first lesson: once wrong, once right. */
async function answerBothWays(page: Page): Promise<void> {
  const question = page.locator('fieldset.question').first()
  await page.locator('article.lesson').waitFor()
  while ((await question.count()) === 0) await page.getByRole('button', { name: '下一步' }).click()
  await question.locator('label').nth(0).click()
  await question.locator('.judged.wrong').waitFor()
  await question.locator('label').nth(1).click()
  await question.locator('.judged.right').waitFor()
}

async function expectFit(page: Page, width: number): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)).toEqual(
    [],
  )
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
}
