import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { errorCatalogue } from '../contract/error.ts'
import type { Settings } from '../contract/setting.ts'
import { booksAside } from '../io/book-aside.ts'
import { wallClock } from '../io/clock.ts'
import { dataFindings } from './doctor-data.ts'
import { keyFinding, modelFindings } from './doctor-model.ts'
import { tlsFinding } from './doctor-tls.ts'

export interface DoctorOptions {
  readonly settings: Pick<
    Settings,
    'host' | 'port' | 'mqttPort' | 'data' | 'tlsCert' | 'tlsKey' | 'tlsCa' | 'modelKey'
  >
  readonly root: string
  readonly isJson: boolean
  readonly out: { write(text: string): unknown }
}

/** One thing looked at. `isOk` null: only worth knowing. */
export interface Finding {
  readonly name: string
  readonly isOk: boolean | null
  readonly found: string
  readonly remedy?: string
}

/** Looks at the computer and the clone, and reports. Returns 1 when something is wrong, else 0. */
export async function doctor({ settings, root, isJson, out }: DoctorOptions): Promise<0 | 1> {
  const findings = await Promise.all([
    nodeVersion(),
    computer(),
    port('HTTP port', settings.host, settings.port),
    port('MQTT port', settings.host, settings.mqttPort),
    dataFolder(settings.data),
    ...putAside(settings.data),
    ...dataFindings(settings.data),
    tlsFinding(settings, wallClock.nowMs()),
    runtime(),
    keyFinding(settings.modelKey),
    ...(await modelFindings(root, settings.modelKey)),
    installSize(root),
  ])
  const isWell = findings.every(({ isOk }) => isOk !== false)
  out.write(isJson ? `${JSON.stringify({ isWell, findings })}\n` : findings.map(asLine).join(''))
  return isWell ? 0 : 1
}

function asLine({ name, isOk, found, remedy }: Finding): string {
  const sign = isOk === null ? '    ' : isOk ? 'ok  ' : 'BAD '
  return `${sign}${name}: ${found}${isOk === false && remedy ? ` ${remedy}` : ''}\n`
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isOk = major > 20 || (major === 20 && minor >= 19)
  return { name: 'Node', isOk, found: process.versions.node, remedy: 'Install Node 20.19, 22, 24 or newer.' }
}

function computer(): Finding {
  const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1)
  const memory = `${gib(os.freemem())} of ${gib(os.totalmem())} GiB free`
  const found = `${process.platform} ${process.arch}, ${os.availableParallelism()} cores, ${memory}`
  return { name: 'computer', isOk: null, found }
}

/** Takes the port for a moment, as the service would. */
function port(name: string, host: string, number: number): Promise<Finding> {
  const remedy = errorCatalogue.PORT_IN_USE.remedy
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ name, isOk: false, found: `${number} cannot be taken on ${host} (${error.code}).`, remedy })
    })
    server.listen({ host, port: number, exclusive: true }, () => {
      server.close(() => resolve({ name, isOk: true, found: number === 0 ? 'any' : `${number} is free` }))
    })
  })
}

/** Writes in the folder, or in the nearest one above it that exists, and leaves no trace. */
async function dataFolder(folder: string): Promise<Finding> {
  let nearest = folder
  while (!existsSync(nearest) && path.dirname(nearest) !== nearest) nearest = path.dirname(nearest)
  try {
    await fs.rmdir(await fs.mkdtemp(path.join(nearest, '.jidoka-doctor-')))
    return { name: 'data folder', isOk: true, found: folder }
  } catch (error) {
    const found = `${folder} cannot be written (${(error as NodeJS.ErrnoException).code}).`
    return { name: 'data folder', isOk: false, found, remedy: errorCatalogue.FOLDER_READ_ONLY.remedy }
  }
}

/** Books that no service could go on with. */
const putAside = (folder: string): Finding[] =>
  booksAside(folder).map((name) => ({
    ...{ name: 'book put aside', isOk: null },
    found: `${path.join(folder, name)}, as it was found; remove it when nobody needs it`,
  }))

async function runtime(): Promise<Finding> {
  const name = 'ONNX Runtime'
  try {
    const { runtimeVersion } = await import('../io/session.ts')
    return { name, isOk: true, found: runtimeVersion() }
  } catch (error) {
    const found = `does not load: ${error instanceof Error ? error.message.split('\n')[0] : error}.`
    return { name, isOk: false, found, remedy: 'Run `npm ci` on this computer.' }
  }
}

async function installSize(root: string): Promise<Finding> {
  const entries = await fs.readdir(path.join(root, 'node_modules'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  // A build that goes on beside it moves its own files away.
  const sizes = await Promise.all(
    files.map((file) => fs.lstat(path.join(file.parentPath, file.name)).catch(() => ({ size: 0 }))),
  )
  const bytes = sizes.reduce((sum, { size }) => sum + size, 0)
  return {
    name: 'install size',
    isOk: null,
    found: `${Math.round(bytes / 1e6)} MB in ${files.length} files of packages`,
  }
}
