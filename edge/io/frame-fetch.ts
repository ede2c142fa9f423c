import http from 'node:http'
import https from 'node:https'
import type { FrameJob } from '../contract/frame-job.ts'
import type { Image } from '../contract/part.ts'

/** Fetches the frames of jobs; connections stay open from one to the next. */
export interface FrameFetch {
  /** null: somebody else's verdict was there first. Throws Error with what is wrong with the answer, or that there is none. */
  fetch(job: Pick<FrameJob, 'url' | 'token' | 'width' | 'height' | 'channels'>): Promise<Image | null>
  /** Takes a picture that nobody needs any more: new ones for each frame would keep the garbage collector busy. */
  release(image: Image): void
  close(): void
}

const timeoutMs = 5000

export function openFrameFetch(): FrameFetch {
  const doors = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) }
  const spare: Image['data'][] = []
  const takeSpare = (length: number): Image['data'] => {
    const found = spare.pop()
    return found?.length === length ? found : new Uint8Array(length)
  }
  return {
    release: ({ data }) => void spare.push(data),
    fetch({ url, token, width, height, channels }) {
      const wanted = width * height * channels
      const isPlain = url.startsWith('http:')
      const headers = { authorization: `Bearer ${token}` }
      return new Promise((resolve, reject) => {
        const options = { agent: isPlain ? doors.http : doors.https, headers, timeout: timeoutMs }
        const request = (isPlain ? http : https).get(url, options, (response) => {
          const status = response.statusCode ?? 0
          if (status !== 200 || response.headers['content-length'] !== String(wanted)) {
            response.resume()
            if (status === 404) resolve(null)
            else
              reject(new Error(status === 200 ? 'the frame has another length' : `the frame: HTTP ${status}`))
            return
          }
          const data = takeSpare(wanted)
          let taken = 0
          response.on('data', (chunk: Buffer) => {
            data.set(chunk, taken)
            taken += chunk.length
          })
          response.on('end', () => resolve({ width, height, channels, data }))
          response.on('error', reject)
        })
        request.on('timeout', () => request.destroy(new Error(`no frame within ${timeoutMs} ms`)))
        request.on('error', reject)
      })
    },
    close() {
      doors.http.destroy()
      doors.https.destroy()
    },
  }
}
