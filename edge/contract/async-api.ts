import { z } from 'zod'
import { type CommandName, commandNames, commands } from './command.ts'
import { CloudEvent, eachOf, StatusData, type TopicName, topics } from './event.ts'

/** JSON Schema as it is written down. */
export type Json = { readonly [key: string]: unknown }

const names = Object.keys(topics) as TopicName[]
/** As a listener may read it: fields that come later do not break it. */
const draft7 = { target: 'draft-7', io: 'input' } as const

/** The whole message of a topic: the envelope with that topic's data in it. */
const messageOf = (name: TopicName) =>
  CloudEvent.extend({ type: z.literal(`org.jidoka.${name}.v1`), data: topics[name].data })

/** What a validator needs to check one message of a topic (JSON Schema draft 7). */
export const messageSchema = (name: TopicName): Json => ({
  ...z.toJSONSchema(messageOf(name), draft7),
  $id: `urn:jidoka:${name}:v1`,
  title: topics[name].about,
})

/** The same of a command. */
export const commandSchema = (name: CommandName): Json => ({
  ...z.toJSONSchema(commands[name].data, draft7),
  $id: `urn:jidoka:${commandKey(name)}:v1`,
  title: commands[name].about,
})

/** `cmd/simulate/condition` as AsyncAPI may name it, and a file. */
export const commandKey = (name: CommandName): string => `cmd.${name.replace('/', '.')}`

/** The schema that AsyncAPI reads: what has a name is told once, under `components`. */
function sharedSchemas(): { readonly schemas: Json; readonly payloads: Json } {
  const payloads: [string, z.ZodType][] = [
    ...names.map((name): [string, z.ZodType] => [name, messageOf(name)]),
    ...commandNames.map((name): [string, z.ZodType] => [commandKey(name), commands[name].data]),
  ]
  const told = payloads.map(([name, payload]) => {
    const { definitions, $schema: _, ...schema } = asyncApiRefs(z.toJSONSchema(payload, draft7))
    return { name, schema, definitions: definitions as Json | undefined }
  })
  return {
    schemas: Object.assign({}, ...told.map(({ definitions }) => definitions)),
    payloads: Object.fromEntries(told.map(({ name, schema }) => [name, schema])),
  }
}

const asyncApiRefs = (schema: object): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', '"#/components/schemas/'))

export interface AsyncApiPlace {
  readonly version: string
  readonly prefix: string
  /** `mqtt://host:port`. */
  readonly url: string
}

const mqtt = (binding: Json): Json => ({ mqtt: { ...binding, bindingVersion: '0.2.0' } })

/** All that the station says and takes, as an AsyncAPI 3.0 document with the MQTT binding 0.2.0. */
export function asyncApi({ version, prefix, url }: AsyncApiPlace): Json {
  const { schemas, payloads } = sharedSchemas()
  const each = (said: (name: TopicName) => Json, taken: (name: CommandName) => Json) =>
    Object.fromEntries([
      ...names.map((name) => [name, said(name)]),
      ...commandNames.map((name) => [commandKey(name), taken(name)]),
    ])
  return {
    asyncapi: '3.0.0',
    info: {
      ...{ title: 'Jidoka', version, license: { name: 'Apache-2.0' } },
      description:
        'What an inspection line says over MQTT, CloudEvents 1.0 in structured mode, and the commands that it takes.',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: { broker: serverOf(url, prefix) },
    channels: each(
      (name) => channelOf(name, prefix),
      (name) => commandChannel(name, prefix),
    ),
    operations: each(
      (name) => ({ ...operationOf('send', name), bindings: mqtt(onBus(name)) }),
      (name) => ({
        ...operationOf('receive', commandKey(name)),
        bindings: mqtt({ qos: 1, retain: false }),
        reply: { channel: { $ref: '#/channels/reply' } },
      }),
    ),
    components: {
      messages: each(
        (name) => ({ name, title: topics[name].about, payload: payloads[name] }),
        (name) => ({
          ...{ name: commandKey(name), title: commands[name].about, payload: payloads[commandKey(name)] },
          contentType: 'application/json',
        }),
      ),
      schemas,
      securitySchemes: {
        login: {
          type: 'userPassword',
          description: 'user `viewer` hears everything; a command needs the role of its act',
        },
      },
    },
  }
}

function serverOf(url: string, prefix: string): Json {
  const { host, protocol } = new URL(url)
  return {
    ...{ host, protocol: protocol.replace(':', ''), protocolVersion: '3.1.1' },
    security: [{ $ref: '#/components/securitySchemes/login' }],
    bindings: mqtt({
      cleanSession: true,
      lastWill: {
        ...{ topic: `${prefix}/status`, qos: topics.status.qos, retain: topics.status.retain },
        message: `a status event: ${StatusData.shape.state.options.at(-1)}, connection lost`,
      },
    }),
  }
}

const onBus = (name: TopicName): Json => ({ qos: topics[name].qos, retain: topics[name].retain })

const operationOf = (action: 'send' | 'receive', key: string): Json => ({
  action,
  channel: { $ref: `#/channels/${key}` },
  messages: [{ $ref: `#/channels/${key}/messages/${key}` }],
})

function commandChannel(name: CommandName, prefix: string): Json {
  const key = commandKey(name)
  return {
    address: `${prefix}/cmd/${name}`,
    description: commands[name].about,
    messages: { [key]: { $ref: `#/components/messages/${key}` } },
  }
}

function channelOf(name: TopicName, prefix: string): Json {
  const each = eachOf(name)
  return {
    address: `${prefix}/${name}${each === null ? '' : `/{${each}}`}`,
    description: topics[name].about,
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
    ...(each !== null && { parameters: { [each]: { description: `which ${name}` } } }),
  }
}
