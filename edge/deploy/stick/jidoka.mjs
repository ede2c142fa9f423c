#!/usr/bin/env node
/** The launcher of a bundle: nothing is built, nothing is fetched, nothing is written here. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `USAGE: Node ${process.versions.node} is too old. Install Node 20.19, 22, 24 or newer.\n`,
  )
  process.exit(2)
}
const { fileURLToPath } = await import('node:url')
const folder = (name) => fileURLToPath(new URL(name, import.meta.url))
try {
  const { main } = await import('./program/cli.mjs')
  process.exitCode = await main({
    root: folder('.'),
    edge: folder('program'),
    board: async () => folder('board'),
  })
} catch (error) {
  const name = /Cannot find package '([^']+)'/.exec(error.message)?.[1]
  const why = name
    ? `${name} is not in this bundle, which was made for another system: \`npm run bundle -- --for ${process.platform}-${process.arch}\` makes one for this.`
    : String(error.message).split('\n')[0]
  process.stderr.write(`USAGE: ${why}\n`)
  process.exitCode = 2
}
