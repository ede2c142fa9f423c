import type { BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core'
import type { Running } from '../flow/running.ts'
import type { Browsing } from './browser.ts'

export interface OpenBoard {
  readonly page: Page
  /** Requests that left the service. */
  readonly foreign: readonly string[]
  /** What broke the page, or what the console said of `isFault`. */
  readonly faults: readonly string[]
}

/** The content security policy was broken. */
export const breaksPolicy = (message: ConsoleMessage): boolean => /policy|refused/i.test(message.text())

/** A signed-in board at a view. */
export async function openBoard(
  browsing: Browsing,
  service: Pick<Running, 'url' | 'cookie'>,
  view: string,
  options: BrowserContextOptions,
  isFault = breaksPolicy,
): Promise<OpenBoard> {
  const page = await browsing.openPage(options)
  page.setDefaultTimeout(30_000)
  const [foreign, faults]: [string[], string[]] = [[], []]
  page.on('request', (request) => {
    if (!request.url().startsWith(service.url) && !/^(blob|data):/.test(request.url()))
      foreign.push(request.url())
  })
  page.on('console', (message) => isFault(message) && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  const [name = '', value = ''] = service.cookie.split('=')
  await page.context().addCookies([{ name, value, url: service.url }])
  await page.goto(`${service.url}/${view}`)
  return { page, foreign, faults }
}
