import { z } from 'zod'

/**
 * Every setting of the service. A YAML file (`--config`), the environment (`JIDOKA_` and the name in upper snake
 * case) and command-line options all fill this one table; later ones win in that order.
 */
export const Settings = z
  .strictObject({
    host: z
      .string()
      .default('127.0.0.1')
      .describe('where HTTP and the embedded broker listen; beyond loopback only with TLS'),
    port: z.coerce.number().int().min(0).max(65535).default(8080).describe('HTTP port; 0 takes any free one'),
    mqttPort: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .default(1883)
      .describe('MQTT port; 0 takes any free one'),
    broker: z
      .string()
      .refine(isBroker, 'expected mqtt://host:port, mqtts://, ws:// or wss://, without a login')
      .default('')
      .describe('an MQTT broker of one’s own, such as mqtts://broker:8883; empty: the embedded one'),
    brokerUser: z.string().default('').describe('user on that broker'),
    brokerPassword: z.string().default('').describe('password on that broker'),
    brokerCa: z
      .string()
      .default('')
      .describe('path of the certificate (PEM) that vouches for that broker; empty: those of the system'),
    brokerCommands: z
      .enum(['off', 'on'])
      .default('off')
      .describe(
        'whether commands are taken from that broker, which alone knows who may give them; the embedded one knows roles',
      ),
    data: z
      .string()
      .default('')
      .describe('folder of the book and all state; empty: the data folder of the user'),
    scenario: z.string().default('steel-strip').describe('name in seeds/scenarios or path of a .yaml file'),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(3_999_999_999)
      .optional()
      .describe('overrides the seed of the scenario'),
    fromS: z.coerce
      .number()
      .min(0)
      .max(31_536_000)
      .default(0)
      .describe('seconds of the scenario to begin at: with the parts and the station of that moment'),
    source: z.string().default('simulated').describe('`simulated`, or `folder:<dir>` of photographs'),
    model: z
      .string()
      .default('')
      .describe('name in models/ or path of an .onnx file; empty: the model of the line'),
    modelKey: z
      .string()
      .default('')
      .describe(
        'path of the public key (Ed25519, PEM) that the card of every model must be signed with; empty: none need be',
      ),
    secondLook: z
      .string()
      .refine(isPlaceToLook, 'expected `here`, `off` or http://host:port')
      .default('here')
      .describe(
        'where the larger model looks again at what is in doubt: `here`, `off`, or http://host:port of a `jidoka work`',
      ),
    secondLookTimeoutMs: z.coerce
      .number()
      .positive()
      .max(60_000)
      .default(50)
      .describe('what another host has not looked at again by then stays undecided'),
    secondLookToken: z
      .string()
      .regex(/^([!-~]{16,256})?$/, 'expected 16 to 256 characters, none of them blank')
      .default('')
      .describe('shared with `jidoka work` on another host; needed there unless it listens on loopback only'),
    assumptions: z
      .string()
      .default('')
      .describe(
        'path of a .yaml file of what labour, money and the review desk rest on; empty: the defaults',
      ),
    lessons: z
      .string()
      .default('')
      .describe(
        'folder of lessons of your own (seeds/lessons/README.md); empty: those that come with Jidoka',
      ),
    inspection: z
      .enum(['here', 'workers'])
      .default('here')
      .describe(
        'where frames are inspected: `here`, or by every `jidoka work --broker` on the broker (`workers`)',
      ),
    workers: z.coerce
      .number()
      .int()
      .min(0)
      .max(64)
      .default(0)
      .describe('inference threads; 0: one less than the cores, at least 1'),
    deadlineMs: z.coerce
      .number()
      .positive()
      // Timers of Node take 24.8 days at most, and fire at once beyond that.
      .max(3_600_000)
      .default(250)
      .describe('a part without a verdict by then is NotDecidable'),
    queueCapacity: z.coerce
      .number()
      .int()
      .min(1)
      .max(1024)
      .default(16)
      .describe('frames waiting for a worker; more are NotDecidable'),
    incidentGapParts: z.coerce
      .number()
      .int()
      .min(0)
      .max(100_000)
      .default(20)
      .describe('parts in a row without a defect after which its incident is over'),
    machineHoursPerSecond: z.coerce
      .number()
      .min(0)
      .max(200)
      .default(4)
      .describe('running hours that the simulated machines live in a second; 0 switches them off'),
    keepParts: z.coerce
      .number()
      .int()
      .min(1000)
      .max(100_000_000)
      .default(200_000)
      .describe('results, reviews and acknowledged events that the book keeps, the newest'),
    outboxRows: z.coerce
      .number()
      .int()
      .min(100)
      .default(1_000_000)
      .describe('events kept while no broker is there; beyond that results of good parts are dropped'),
    outboxMb: z.coerce.number().min(1).default(1000).describe('the same in megabytes of payload'),
    outboxHours: z.coerce
      .number()
      .positive()
      .default(168)
      .describe('the same in hours of waiting, counted while the service runs'),
    root: level('jidoka'),
    enterprise: level('demo'),
    site: level('plant'),
    area: level('hall'),
    cell: level('cell'),
    modbusPort: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .optional()
      .describe('port of a Modbus TCP server for a reject gate; 0 takes any free one; none if left out'),
    beltMmPerS: z.coerce
      .number()
      .positive()
      .max(100_000)
      .default(500)
      .describe('speed of the belt from camera to reject gate'),
    gateDistanceMm: z.coerce
      .number()
      .positive()
      .max(1_000_000)
      .default(300)
      .describe('from camera to reject gate'),
    gateMs: z.coerce
      .number()
      .positive()
      .max(60_000)
      .default(30)
      .describe('what the reject gate needs to move, and stays so after a part'),
    sparkplugGroup: sparkplugId('group id of a second output in Sparkplug B; empty: none'),
    sparkplugNode: sparkplugId('edge node id of that output; empty: the line'),
    sparkplugHost: sparkplugId('host id of the primary host application that it waits for; empty: none'),
    tlsCert: tlsFile('certificate of HTTP and MQTT, a PEM file, read again when it changes; empty: no TLS'),
    tlsKey: tlsFile('key of that certificate, a PEM file'),
    tlsCa: tlsFile('authority that clients must have a certificate of, a PEM file; empty: they need none'),
    adminPassword: z
      .string()
      .default('')
      .describe('password of the user admin; empty: as it is, at first a random one'),
    logLevel: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('how much goes to stderr'),
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof Settings>

/** One level of the topic tree: no separators, no wildcards. */
function level(name: string) {
  return z
    .string()
    .regex(/^[^/+#$\s]+$/, 'one level of a topic: no blank, no / + # $')
    .default(name)
    .describe(`topic level, \`${name}\` by default`)
}

/** Sparkplug B 3.0, 4.1: no + / #; nor a blank, as in our own topics. */
function sparkplugId(about: string) {
  return z
    .string()
    .regex(/^[^/+#\s]*$/, 'an id of Sparkplug: no blank, no / + #')
    .default('')
    .describe(about)
}

function tlsFile(about: string) {
  return z.string().default('').describe(about)
}

/** Neither path nor user: what is added to it must not go elsewhere, and a password in it would be shown. */
function isPlaceToLook(text: string): boolean {
  if (text === 'here' || text === 'off') return true
  return /^https?:\/\/[^/?#@\\\s]+\/?$/.test(text) && URL.canParse(text)
}

/** A login in it would be shown. */
function isBroker(text: string): boolean {
  return text === '' || (/^(mqtts?|wss?):\/\/[^/?#@\\\s]+(\/[^@\s]*)?$/.test(text) && URL.canParse(text))
}

/** Settings that must never be shown. */
export const secretSettings: readonly (keyof Settings)[] = [
  'adminPassword',
  'brokerPassword',
  'secondLookToken',
]

/** `mqttPort` → `JIDOKA_MQTT_PORT`. */
export const environmentName = (setting: string): string =>
  `JIDOKA_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
