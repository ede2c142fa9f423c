import { runBundled } from '../bundled.mjs'

/** `npm run swarm -- --runs 200 --seed 1` */
await runBundled('swarm', ['swarm', 'edge-process', 'broker-process'])
