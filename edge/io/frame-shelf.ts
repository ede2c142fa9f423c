import { JidokaError } from '../contract/error.ts'
import { type FrameJob, framePath } from '../contract/frame-job.ts'
import type { Image } from '../contract/part.ts'
import { isSameSecret, randomToken } from './secret.ts'

/** Frames that wait for workers to fetch them over HTTP, each under a name and a token of its own. */
export interface FrameShelf {
  /** What a job says of the frame. */
  put(image: Image): Pick<FrameJob, 'url' | 'token'>
  /** Nobody needs it any more. */
  remove(url: string): void
  /** @throws {JidokaError} NOT_FOUND, TOKEN_WRONG */
  frame(id: string, token: string): Image
  /** HTTP is served there from now on. */
  open(httpUrl: string): void
  readonly whenOpen: Promise<void>
}

export function createFrameShelf(): FrameShelf {
  const frames = new Map<string, { readonly image: Image; readonly token: string }>()
  let base = ''
  let opened = () => {}
  const whenOpen = new Promise<void>((resolve) => {
    opened = resolve
  })
  return {
    whenOpen,
    open(httpUrl) {
      base = `${httpUrl}${framePath}/`
      opened()
    },
    put(image) {
      const id = randomToken(12)
      const token = randomToken()
      frames.set(id, { image, token })
      return { url: base + id, token }
    },
    remove: (url) => void frames.delete(url.slice(base.length)),
    frame(id, token) {
      const found = frames.get(id)
      if (!found) throw new JidokaError('NOT_FOUND', 'No frame waits here under this name.')
      if (!isSameSecret(found.token, token))
        throw new JidokaError('TOKEN_WRONG', 'This needs the token of its job.')
      return found.image
    },
  }
}
