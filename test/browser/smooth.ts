import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { BoardState } from '../../edge/contract/api.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { findBrowser, startBrowser } from './browser.ts'

/**
 * `npm run smooth -- --parts-per-second 50 --seconds 20`: how smooth the board runs while parts come, view by view, a JSON line
 * each: median of the frames a second, the slowest hundredth, tasks over 50 ms, first contentful paint; then the size of its
 * script. Browser, service and line share this computer, and the browser paints without a graphics card.
 */
const { values } = parseArgs({
  options: {
    'parts-per-second': { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
  },
})

/** In the page, before its scripts: every frame and every long task. */
const watch = `
  window.smooth = { frames: [], tasks: [] }
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.smooth.tasks.push({ startTime, duration })
  }).observe({ type: 'longtask', buffered: true })
  const tick = (at) => { window.smooth.frames.push(at); requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
`
interface Seen {
  readonly frames: readonly number[]
  readonly tasks: readonly { readonly startTime: number; readonly duration: number }[]
  readonly paintMs: number | null
}
const take = `({ ...window.smooth, paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null })`

/** What comes while a view opens is told apart: it is read once, the rest all day. */
const openingMs = 3000

function summary(view: string, { frames, tasks, paintMs }: Seen) {
  const later = frames.filter((at) => at > openingMs)
  const gaps = later.slice(1).map((at, index) => at - (later[index] ?? at))
  const sorted = gaps.toSorted((a, b) => a - b)
  const gap = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const long = tasks.filter(({ startTime }) => startTime > openingMs)
  return {
    view,
    medianFps: Math.round(10_000 / gap(0.5)) / 10,
    slowestHundredthFps: Math.round(10_000 / gap(0.99)) / 10,
    tasksOver50Ms: long.length,
    longestTaskMs: Math.round(Math.max(0, ...long.map(({ duration }) => duration))),
    openingTasksMs: Math.round(Math.max(0, ...tasks.map(({ duration }) => duration))),
    firstPaintMs: paintMs && Math.round(paintMs),
  }
}

/** Compressed, thousands of bytes. */
async function scriptSize(service: Running): Promise<number> {
  const page = await (await service.get('/')).text()
  const scripts = [...page.matchAll(/src="([^"]+\.js)"/g)].map(([, url]) => url ?? '')
  const bodies = await Promise.all(scripts.map(async (url) => (await service.get(url)).arrayBuffer()))
  return bodies.reduce((sum, body) => sum + gzipSync(Buffer.from(body), { level: 9 }).length, 0) / 1000
}

const browser = await findBrowser()
if (!browser) throw new Error('no browser was found')
const data = await temporaryFolder('smooth')
const scenario = path.join(data, 'fast.yaml')
const usual = await readFile('seeds/scenarios/steel-strip.yaml', 'utf8')
await writeFile(
  scenario,
  usual.replace(/partsPerSecond: .*/, `partsPerSecond: ${values['parts-per-second']}`),
)
const service = await startJidoka({ data, args: ['--seed', '7', '--scenario', scenario] })
const browsing = await startBrowser(browser)
try {
  for (const view of ['line', 'quality', 'desk', 'machines', 'system']) {
    const page = await browsing.openPage({ viewport: { width: 1280, height: 900 } })
    await page.addInitScript(watch)
    const [name = '', value = ''] = service.cookie.split('=')
    await page.context().addCookies([{ name, value, url: service.url }])
    await page.goto(`${service.url}/#${view}`)
    await page.waitForTimeout(openingMs + 1000 * Number(values.seconds))
    process.stdout.write(`${JSON.stringify(summary(view, await page.evaluate<Seen>(take)))}\n`)
    await page.context().close()
  }
  const { kpi } = BoardState.parse(await (await service.get('/api/v1/state')).json())
  const scriptKb = await scriptSize(service)
  process.stdout.write(`${JSON.stringify({ partsPerSecond: kpi?.partsPerSecond, scriptKb })}\n`)
} finally {
  await browsing.close()
  await service.stop()
  await removeFolder(data)
}
