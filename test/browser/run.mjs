import { runBundled } from '../bundled.mjs'

await runBundled('browser', ['screenshots'])
