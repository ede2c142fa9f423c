import { runBundled } from '../bundled.mjs'

await runBundled('memory', ['memory'])
