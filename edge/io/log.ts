import pino from 'pino'
import { JidokaError } from '../contract/error.ts'
import type { Log } from '../contract/port.ts'
import { type Settings, secretSettings } from '../contract/setting.ts'

/** Names of fields that never reach a log, down to the third level. */
const secretFields = [
  ...secretSettings,
  'password',
  'passwordHash',
  'secret',
  'token',
  'ticket',
  'cookie',
  'authorization',
]
const secretPaths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])

/**
 * One JSON object a line on stderr (stdout is for machine output). Errors are to be given as the field `error`.
 *
 * @param write receives the lines instead of stderr
 */
export function createLog(level: Settings['logLevel'], write?: (line: string) => void): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: sayError },
    redact: { paths: secretPaths, censor: '(hidden)' },
  }
  // Synchronous: the last words before a crash must arrive.
  const logger = pino(options, write ? { write } : pino.destination({ dest: 2, sync: true }))
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  }
}

/** What was to be expected has a code and a cause; where it arose in the program tells a user nothing. */
const sayError = (error: unknown) =>
  error instanceof JidokaError
    ? { code: error.code, message: error.message }
    : pino.stdSerializers.err(error as Error)
