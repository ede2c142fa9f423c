import type { Page } from 'playwright-core'

/** A timid player: each unit is replaced as soon as it runs. */
export async function playUpkeep(page: Page): Promise<void> {
  const game = page.locator('.panel-upkeep')
  await game.getByRole('button', { name: 'Begin' }).click()
  for (let unit = 1; unit <= 5; unit++) {
    await game.getByText(`Unit ${unit} of 5`).waitFor({ timeout: 60_000 })
    await game.getByRole('button', { name: 'Replace it' }).click()
    await game.getByText('It would have run another').waitFor()
    if (unit < 5) await game.getByRole('button', { name: 'Next unit' }).click()
  }
  await game.getByText('foresight').waitFor()
}
