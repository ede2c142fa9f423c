/**
 * Every error that a user can meet: its cause and its remedy. Codes are stable; a test keeps this table,
 * the README and the code in step. `exit` 2 is bad usage or bad input, `status` is the HTTP answer.
 */
export const errorCatalogue = {
  USAGE: { status: 400, remedy: 'Run `jidoka --help` for the commands and their options.' },
  CONFIG_INVALID: { status: 400, remedy: 'Correct the named setting; the README lists every one.' },
  YAML_INVALID: { status: 400, remedy: 'Correct the named line of the file.' },
  SCENARIO_UNKNOWN: {
    status: 404,
    remedy: 'Choose one of the scenarios named above, or give the path of a .yaml file.',
  },
  LINE_UNKNOWN: { status: 404, remedy: 'Choose one of the lines named above.' },
  MODEL_MISSING: { status: 404, remedy: 'Give a model name from models/ or the path of an .onnx file.' },
  MODEL_INVALID: {
    status: 400,
    remedy: 'Give an ONNX model with one image input; `jidoka inspect --help` says which.',
  },
  MODEL_HASH_MISMATCH: {
    status: 409,
    remedy: 'Restore the model that belongs to the card, or export both again together.',
  },
  MODEL_UNSIGNED: {
    status: 409,
    remedy: 'Sign the card with the key that modelKey belongs to, as SECURITY.md shows.',
  },
  CARD_INVALID: { status: 400, remedy: 'Correct the named field of the card, or inspect without a card.' },
  IMAGE_UNREADABLE: { status: 400, remedy: 'Give a complete jpg, png, webp, tiff or bmp image.' },
  IMAGE_TOO_LARGE: {
    status: 413,
    remedy: 'Give an image of at most 100 megapixels and 200 MB, or cut it up.',
  },
  IMAGES_NONE: {
    status: 404,
    remedy: 'Name a file, a folder or a glob that holds jpg, png, webp, tiff or bmp images.',
  },
  TABLE_INVALID: {
    status: 400,
    remedy: 'Correct the named row; `jidoka judge --help` lists the columns and their words.',
  },
  SERIES_INVALID: {
    status: 400,
    remedy: 'Give a CSV with a header and numbers; `jidoka prognose --help` says how many rows.',
  },
  DATASET_INVALID: {
    status: 400,
    remedy: 'Correct the named file; the README shows the formats that are read.',
  },
  PORT_IN_USE: {
    status: 409,
    remedy: 'Stop the other program, or choose another port with --port, --mqtt-port or --modbus-port.',
  },
  FOLDER_IN_USE: { status: 409, remedy: 'Stop the other service, or choose another folder with --data.' },
  FOLDER_READ_ONLY: { status: 409, remedy: 'Choose a folder that you may write.' },
  BOOK_UNUSABLE: {
    status: 500,
    remedy: 'Make room, move the file aside, or choose another folder with --data; nothing was overwritten.',
  },
  BROKER_UNREACHABLE: {
    status: 503,
    remedy: 'Start the broker, or correct --mqtt-port; events wait in the book meanwhile.',
  },
  HOST_NOT_LOOPBACK: {
    status: 400,
    remedy: 'Bind to 127.0.0.1, or give a certificate with --tls-cert and --tls-key.',
  },
  TLS_INVALID: {
    status: 400,
    remedy: 'Give PEM files that belong together; SECURITY.md shows how to make them.',
  },
  SECOND_LOOK_INVALID: {
    status: 400,
    remedy: 'Send `count` × 3 × side × side bytes; `jidoka work --help` describes the request.',
  },
  SECOND_LOOK_BUSY: { status: 503, remedy: 'Ask again, or give it more threads with --workers.' },
  WORKERS_NONE: {
    status: 503,
    remedy: 'Start `jidoka work --broker <url>` on this host or others, with the same --root.',
  },
  WORKERS_UNSHARED: {
    status: 503,
    remedy: 'Use a broker with shared subscriptions, such as Mosquitto 2; the embedded one has none.',
  },
  WORKER_FAILED: { status: 502, remedy: 'Bring that host to the same version, model and card.' },
  TOKEN_WRONG: {
    status: 401,
    remedy: 'Set the same JIDOKA_SECOND_LOOK_TOKEN on both hosts; the token of a frame is in its job.',
  },
  NOT_SIGNED_IN: {
    status: 401,
    remedy:
      'Open the sign-in link that the service printed, sign in as a user, or join with the code of a group.',
  },
  ROLE_TOO_LOW: {
    status: 403,
    remedy: 'Sign in as a user whose role may do this; SECURITY.md has the table.',
  },
  USERS_INVALID: {
    status: 500,
    remedy: 'Correct users.json or move it aside; the next start then makes new users.',
  },
  FORBIDDEN: { status: 403, remedy: 'Send the request from the board itself, signed in.' },
  NOT_FOUND: { status: 404, remedy: 'See /api/docs for what there is.' },
  REVIEW_TAKEN: { status: 409, remedy: 'Go on with the next part; the first decision stands.' },
  GROUP_CODE_WRONG: {
    status: 403,
    remedy: 'Type the six signs that the trainer shows; a closed group takes nobody.',
  },
  GROUP_CLOSED: { status: 409, remedy: 'Ask the trainer; what was answered before is kept.' },
  GROUP_FULL: {
    status: 409,
    remedy: 'Ask the trainer; a group holds 200 trainees, each with 1,000 answers.',
  },
  GROUP_EXISTS: { status: 409, remedy: 'Export its results if you want them, reset it, and open another.' },
  REQUEST_INVALID: { status: 400, remedy: 'See /api/docs for the form of the request.' },
  TOO_MANY_REQUESTS: { status: 429, remedy: 'Wait a minute and try again.' },
  INTERNAL: { status: 500, remedy: 'This is a bug: please report it with the command that led here.' },
} as const satisfies Record<string, { readonly status: number; readonly remedy: string }>

export type ErrorCode = keyof typeof errorCatalogue

/** An expected error: `message` is the cause in one sentence, the remedy comes from the catalogue. */
export class JidokaError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'JidokaError'
    this.code = code
  }

  get remedy(): string {
    return errorCatalogue[this.code].remedy
  }

  /** The one line that a person reads. */
  get line(): string {
    return `${this.code}: ${this.message} ${this.remedy}`
  }
}
