import type { ErrorBody } from '../contract/api.ts'
import { type ErrorCode, errorCatalogue, JidokaError } from '../contract/error.ts'

/** Status and body that tell a client about `error`; never a stack, never the inside of an unexpected one. */
export function errorAnswer(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof JidokaError) {
    return { status: errorCatalogue[error.code].status, body: bodyOf(error.code, error.message) }
  }
  const status = statusOf(error)
  if (status === 404) return { status, body: bodyOf('NOT_FOUND', 'There is nothing here.') }
  if (status === 403) return { status, body: bodyOf('FORBIDDEN', 'This may not be asked for.') }
  if (status < 400 || status >= 500) {
    return { status: 500, body: bodyOf('INTERNAL', 'The service failed to answer.') }
  }
  // 413 and 415 and the like keep the status that HTTP has for them.
  const cause = error instanceof Error ? error.message : 'unreadable'
  return { status, body: bodyOf('REQUEST_INVALID', `The request was refused: ${cause.replace(/\.$/, '')}.`) }
}

const bodyOf = (code: ErrorCode, message: string): ErrorBody => ({
  code,
  message,
  remedy: errorCatalogue[code].remedy,
})

/** fastify and its plugins put the status on their errors. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' ? status : 500
}
