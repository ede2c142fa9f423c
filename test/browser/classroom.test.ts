import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Block, type BlockOf, LessonPage } from '../../edge/contract/lesson.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { root } from '../law/source.ts'
import { type Browsing, findBrowser, startBrowser } from './browser.ts'
import { playUpkeep } from './play-upkeep.ts'
import { openBoard } from './signed-in.ts'

const found = await findBrowser()
/** Of what the line needs time for: parts of known truth, a dim lamp to tell. */
const patience = { timeout: 60_000 }

describe.skipIf(!found)('the classroom, in a real browser on a real line', () => {
  let data = ''
  let service: Running
  let browsing: Browsing
  beforeAll(async () => {
    if (!found) return
    data = await temporaryFolder('classroom')
    // Four times the usual pace: a trainee who knows the answers waits for nothing but parts.
    const usual = await readFile(path.join(root, 'seeds/scenarios/steel-strip.yaml'), 'utf8')
    const scenario = path.join(data, 'quick.yaml')
    await writeFile(scenario, usual.replace('partsPerSecond: 12', 'partsPerSecond: 48'))
    service = await startJidoka({ data, args: ['--seed', '7', '--scenario', scenario] })
    browsing = await startBrowser(found)
  })
  afterAll(async () => {
    await browsing?.close()
    await service?.stop()
    await removeFolder(data)
  })

  const lessonsIn = async (language: string) =>
    LessonPage.parse(await (await service.get(`/api/v1/lessons?language=${language}`)).json()).lessons
  const open = (locale: string, width = 1280, colorScheme: 'light' | 'dark' = 'light') =>
    openBoard(browsing, service, '#classroom', { locale, colorScheme, viewport: { width, height: 900 } })

  it('walks a trainee through every lesson, wrong answers first', async () => {
    const { page, foreign, faults } = await open('en-US')
    const lessons = (await lessonsIn('en')).filter(({ number }) => number > 0)
    expect(lessons).toHaveLength(8)
    for (const { title, steps } of lessons) {
      await page.locator('.lesson-card', { hasText: title }).click()
      for (const [index, step] of steps.entries()) {
        await page.getByRole('heading', { level: 3, name: step.title, exact: true }).waitFor()
        await walk(page, step.blocks)
        await page
          .getByRole('button', { name: index < steps.length - 1 ? 'Next step' : 'To the lessons' })
          .click()
      }
    }
    const unfinished = page.locator('.lesson-card').filter({ hasNotText: /(\d+) of \1 done/ })
    expect(await unfinished.allTextContents()).toEqual([])
    expect({ foreign, faults }).toEqual({ foreign: [], faults: [] })
    await page.getByRole('button', { name: 'Start over' }).click()
    await page.locator('.lesson-card').filter({ hasText: ' 0 of ' }).first().waitFor()
    await page.context().close()
  }, 300_000)

  it.each([
    ['en-US', 1280, 'light'],
    ['zh-CN', 390, 'dark'],
  ] as const)(
    'is accessible and needs no sideways scrolling: %s, %i px, %s',
    async (locale, width, scheme) => {
      const { page } = await open(locale, width, scheme)
      const lessons = await lessonsIn(locale.slice(0, 2))
      await page.locator('.lesson-card').first().waitFor()
      await expectFit(page, width)
      for (const { title, steps } of lessons.filter(({ number }) => number === 1 || number === 6)) {
        await page.locator('.lesson-card', { hasText: title }).click()
        await page.getByRole('heading', { level: 3, name: steps[0]?.title ?? '' }).waitFor()
        await expectFit(page, width)
        await page.locator('.panel-lesson .switches button').first().click()
      }
      await page.context().close()
    },
  )

  it('shows the presenter’s cues, and a key undoes what it did', async () => {
    const { page } = await openBoard(browsing, service, '', { viewport: { width: 1280, height: 900 } })
    const lamp = async () => (await (await service.get('/api/v1/condition')).json()).lampLevel
    await page.locator('canvas.camera').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('p')
    await page.locator('.cue-head').waitFor()
    expect(await lamp()).toBe(1)
    await page.keyboard.press('PageDown')
    await page.getByText('2 of 7', { exact: true }).waitFor()
    await page.keyboard.press('1')
    await expect.poll(lamp).toBe(0.6)
    await page.locator('.stage-keys [aria-pressed=true]').waitFor()
    await page.keyboard.press('1')
    await expect.poll(lamp).toBe(1)
    for (const key of ['5', '7', 'd', 'n']) await page.keyboard.press(key)
    await page.locator('.stage-keys [aria-pressed=true]').nth(3).waitFor()
    await page.getByRole('button', { name: 'D Let the light drift', pressed: true }).waitFor()
    // The board tells how far the drift has come, not where it began.
    await page.locator('.fault', { hasText: 'Lamp' }).getByText(/^9\d/).waitFor()
    await page.locator('.lamp.down').waitFor()
    await page.keyboard.press('0')
    await page.locator('.stage-keys [aria-pressed=true]').first().waitFor({ state: 'detached' })
    await expect.poll(lamp).toBe(1)
    await page.keyboard.press('p')
    await page.locator('.stage-bar').waitFor({ state: 'detached' })
    await drawDefect(page)
    await page.context().close()
  })
})

/** A scratch of some 18 mm on the part that is shown: it is inspected at once, and called what it is. */
async function drawDefect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Draw a defect' }).click()
  const box = await page.locator('.draw-layer').boundingBox()
  if (!box) throw new Error('there is nothing to draw on')
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + 0.42 * box.width, box.y + 0.36 * box.height, { steps: 6 })
  await page.mouse.up()
  await page.getByRole('button', { name: 'Inspect', exact: true }).click()
  await page.getByText(/You drew a scratch of \d/).waitFor()
  await page.locator('.facts', { hasText: /drawn-1/ }).waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
}

async function expectFit(page: Page, width: number): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)).toEqual(
    [],
  )
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
}

/** What a trainee does with one step. */
async function walk(page: Page, blocks: readonly Block[]): Promise<void> {
  const places = { choice: page.locator('fieldset.question'), number: page.locator('form.question') }
  const next = { choice: 0, number: 0, do: 0 }
  for (const block of blocks) {
    if (block.kind === 'choice') await choose(places.choice.nth(next.choice++), block)
    if (block.kind === 'number') await reckon(places.number.nth(next.number++), block)
    if (block.kind === 'do') await carryOut(page, page.locator('.lesson-do').nth(next.do++), block)
  }
}

async function choose(question: Locator, { options }: BlockOf<'choice'>): Promise<void> {
  const wrongFirst = [...options.entries()].sort(([, a], [, b]) => Number(a.isRight) - Number(b.isRight))
  for (const [index, { isRight, because }] of wrongFirst) {
    await question.locator('label').nth(index).click()
    await question.locator(isRight ? '.judged.right' : '.judged.wrong', { hasText: because }).waitFor()
  }
}

async function reckon(question: Locator, { answer, because }: BlockOf<'number'>): Promise<void> {
  const give = async (text: string) => {
    await question.locator('input').fill(text)
    await question.getByRole('button', { name: 'Check' }).click()
  }
  await give('many')
  await question.getByText('This is no number.').waitFor()
  await give('-987654')
  await question.getByText('Not within the tolerance.').waitFor()
  // What the line shows only the board knows: it tells after the second try.
  await give(typeof answer === 'number' ? String(answer) : '-987654')
  await question
    .locator(typeof answer === 'number' ? '.judged.right' : '.judged.wrong', { hasText: because })
    .waitFor()
}

async function carryOut(page: Page, doing: Locator, { when }: BlockOf<'do'>): Promise<void> {
  const isHealthy = when.operator === '='
  if (when.figure === 'lampLevel')
    await pressUntil(page.locator('.fault-button', { hasText: 'Dim' }), !isHealthy)
  if (when.figure === 'lensSmear')
    await pressUntil(page.locator('.fault-button', { hasText: 'Smear' }), !isHealthy)
  if (when.figure === 'heldPart') {
    await page.getByRole('tab', { name: 'Line' }).click()
    await page.locator('.belt .tile').first().click()
    await page.getByRole('tab', { name: 'Classroom' }).click()
  }
  if (when.figure === 'handInspected') await inspectByHand(page)
  if (when.figure === 'upkeepLives') await playUpkeep(page)
  await expect.poll(async () => doing.getAttribute('class'), patience).toContain('done')
}

async function pressUntil(button: Locator, isActing: boolean): Promise<void> {
  if ((await button.getAttribute('aria-pressed')) !== String(isActing)) await button.click()
}

/** Every second part is refused: some of these answers are wrong. */
async function inspectByHand(page: Page): Promise<void> {
  const hand = page.locator('.panel-hand')
  await hand.getByRole('button', { name: 'Begin' }).click()
  for (let part = 1; part <= 20; part++) {
    await hand.getByText(`Part ${part} of 20`).waitFor(patience)
    const answer = hand.locator(part % 2 ? '.answer.OK' : '.answer.NotOK')
    // An answer within the blink of an eye is not taken: press until the part has gone.
    await expect
      .poll(async () => {
        await answer.click({ timeout: 1000 }).catch(() => undefined)
        return (await hand.getByText(`Part ${part} of 20`).count()) === 0
      }, patience)
      .toBe(true)
  }
  await hand.getByText('You and the model, on the same parts').waitFor()
}
