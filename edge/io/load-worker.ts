import { parentPort } from 'node:worker_threads'

/** Another program that takes all it gets, until it is ended. */
parentPort?.postMessage('ready')
for (;;);
