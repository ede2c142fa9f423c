#!/usr/bin/env node
/** The launcher: builds what has changed (build.mjs) and hands over to cli.ts. Parses on any Node, to refuse the old. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isDebug = process.env.JIDOKA_LOG_LEVEL === 'debug'

try {
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`USAGE: Node ${process.versions.node} is too old. Install Node 20.19, 22, 24 or newer.`)
  } else await launch()
} catch (error) {
  if (isDebug) process.stderr.write(`${error.stack}\n`)
  fail(
    error.line ||
      `INTERNAL: ${firstLine(error)} This is a bug: please report it with the command that led here.`,
  )
}

async function launch() {
  // Source maps cost time at start, and only a stack trace needs them.
  if (isDebug) process.setSourceMapsEnabled(true)
  const { buildBoard, buildEdge, explain, root } = await import('./build.mjs')
  const { pathToFileURL } = await import('node:url')
  const edge = await buildEdge()
  const { main } = await import(pathToFileURL(`${edge}/cli.mjs`).href).catch(explain)
  process.exitCode = await main({ root, edge, board: () => buildBoard() })
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0]
}

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exitCode = 2
}
