import { runBundled } from '../bundled.mjs'

await runBundled('classroom', ['main'])
