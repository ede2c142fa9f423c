import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { defaultCacheFolder } from '../../edge/build.mjs'
import { launcher } from '../edge/process.ts'
import { findBrowser, startBrowser } from './browser.ts'

/**
 * `npm run first-verdict`: seconds from the start (what `npm start` runs) to the first verdict in a browser, with an empty build cache, then
 * with a warm one. `-- --picture <file.png>` also takes the board's picture half a minute later.
 */
const { values } = parseArgs({ options: { picture: { type: 'string' } } })
const browser = await findBrowser()
if (!browser) throw new Error('no browser was found')

for (const cache of ['empty', 'warm']) {
  if (cache === 'empty') await rm(defaultCacheFolder, { recursive: true, force: true })
  const data = await mkdtemp(path.join(tmpdir(), 'jidoka-first-'))
  const startMs = performance.now()
  const options = ['start', '--port', '0', '--mqtt-port', '0', '--data', data]
  const child = spawn(process.execPath, [launcher, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const browsing = startBrowser(browser)
  const link = await linkOf(child.stderr)
  const linkMs = performance.now()
  const page = await (await browsing).openPage({ viewport: { width: 1280, height: 1000 }, locale: 'en-US' })
  await page.goto(link)
  await page.locator('canvas.camera').waitFor()
  const shownMs = performance.now()
  const seconds = (ms: number) => Math.round(ms / 10) / 100
  console.log(
    JSON.stringify({
      cache,
      linkAfterS: seconds(linkMs - startMs),
      firstVerdictAfterS: seconds(shownMs - startMs),
    }),
  )
  if (cache === 'warm' && values.picture) {
    await page.waitForTimeout(30_000)
    await page.screenshot({ path: values.picture })
  }
  await (await browsing).close()
  child.kill('SIGINT')
  await ended
  await rm(data, { recursive: true, force: true })
}

function linkOf(stream: NodeJS.ReadableStream): Promise<string> {
  let said = ''
  return new Promise((resolve) => {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const link = /http\S+ticket=\S+/.exec(said)?.[0]
      if (link && said.includes('Ctrl-C')) resolve(link)
    })
  })
}
