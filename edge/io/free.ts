import { MessageChannel } from 'node:worker_threads'

const { port1: nowhere, port2 } = new MessageChannel()
port2.close()

/**
 * Gives the memory of buffers back at once; they are empty afterwards. A thread that hardly makes objects collects none, and
 * pictures that come to it from other threads would pile up until a full collection, several times a second.
 * `ArrayBuffer.prototype.transfer(0)` says the same from Node 22 on.
 *
 * @param buffers nobody reads them any more, on no thread
 */
export function free(buffers: readonly ArrayBuffer[]): void {
  try {
    nowhere.postMessage(null, [...new Set(buffers)])
  } catch {
    // A library may keep a buffer to itself: the collector takes it in its time.
  }
}
