import { runBundled } from '../bundled.mjs'

/** `npm run bus -- --seconds 60` */
await runBundled('bus', ['bus', 'bus-voice', 'bus-ears'])
