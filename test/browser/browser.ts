import { execFile } from 'node:child_process'
import { access, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const run = promisify(execFile)
const packageFolder = fileURLToPath(new URL('../../node_modules/@sparticuz/chromium', import.meta.url))

/**
 * Our own flags: those of the package hold `--single-process` (closing one context kills the browser) and
 * `--disable-web-security` (Origin, CSP and CSRF tests would lie).
 */
const flags = [
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

interface FoundBrowser {
  readonly executablePath: string
  readonly env: Record<string, string>
}

/**
 * The browser of these tests: `JIDOKA_CHROMIUM`, else the one that @sparticuz/chromium carries (linux x64),
 * else null with a line on stderr that nobody overlooks: skip the test then.
 */
export async function findBrowser(): Promise<FoundBrowser | null> {
  const named = process.env.JIDOKA_CHROMIUM
  if (named) return { executablePath: named, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return carriedBrowser()
  process.stderr.write(
    `\nSKIPPED: the browser tests did not run. No browser comes with the project on ${process.platform} ${process.arch}; ` +
      'set JIDOKA_CHROMIUM to the path of a Chromium or Chrome.\n\n',
  )
  return null
}

/** One browser and its pages; `close` ends all of them. */
export interface Browsing {
  readonly browser: Browser
  /** A page of its own context: no cookie or choice is shared with another. */
  openPage(options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export async function startBrowser(found: FoundBrowser): Promise<Browsing> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const { executablePath } = found
  const browser = await chromium.launch({ executablePath, args: flags, env: { ...inherited, ...found.env } })
  return {
    browser,
    openPage: async (options = {}) => (await browser.newContext(options)).newPage(),
    close: () => browser.close(),
  }
}

async function carriedBrowser(): Promise<FoundBrowser> {
  const folder = await unpackOnce()
  const executablePath = path.join(folder, 'chromium')
  const needsLibraries = await lacksLibraries(executablePath)
  return {
    executablePath,
    env: {
      FONTCONFIG_FILE: path.join(folder, 'jidoka-fonts.conf'),
      ...(needsLibraries ? { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') } : {}),
    },
  }
}

/** A bare machine lacks three libraries; the package carries them. Others keep their own. */
async function lacksLibraries(executablePath: string): Promise<boolean> {
  try {
    return (await run('ldd', [executablePath])).stdout.includes('not found')
  } catch {
    return false
  }
}

/**
 * The package unpacks into the temp folder and takes whatever file of that name lies there, so it gets a folder
 * named by its version. Unpacked beside it and renamed: two test processes never see half a browser.
 */
async function unpackOnce(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown'
  const folder = path.join(tmpdir(), `jidoka-chromium-${version}`)
  if (await exists(folder)) return folder
  const staging = await mkdtemp(`${folder}-`)
  await unpackInto(staging)
  await writeFile(path.join(staging, 'jidoka-fonts.conf'), fontConfig(folder))
  try {
    await rename(staging, folder)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    // Another process was faster, which is as good.
    if (!(await exists(folder))) throw error
  }
  return folder
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/** In a process of its own: told that it runs on Lambda, the package adds its libraries and bends the environment. */
async function unpackInto(folder: string): Promise<void> {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: packageFolder, env })
}

/** The fonts of the package and of the machine. Chinese needs one of the machine (Debian: fonts-wqy-microhei). */
const fontConfig = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${path.join(folder, 'font-cache')}</cachedir>
</fontconfig>
`
