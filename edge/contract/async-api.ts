import { z } from 'zod'
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

/** The schema that AsyncAPI reads: what has a name is told once, under `components`. */
function sharedSchemas(): { readonly schemas: Json; readonly payloads: Json } {
  const told = names.map((name) => {
    const { definitions, $schema: _, ...schema } = asyncApiRefs(z.toJSONSchema(messageOf(name), draft7))
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

/** All that the station says, as an AsyncAPI 3.0 document with the MQTT binding 0.2.0. */
export function asyncApi({ version, prefix, url }: AsyncApiPlace): Json {
  const { schemas, payloads } = sharedSchemas()
  const each = (make: (name: TopicName) => Json) =>
    Object.fromEntries(names.map((name) => [name, make(name)]))
  return {
    asyncapi: '3.0.0',
    info: {
      ...{ title: 'Jidoka', version, license: { name: 'Apache-2.0' } },
      description: 'What an inspection line says over MQTT: CloudEvents 1.0 in structured mode.',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: { broker: serverOf(url, prefix) },
    channels: each((name) => channelOf(name, prefix)),
    operations: each((name) => ({
      action: 'send',
      channel: { $ref: `#/channels/${name}` },
      messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
      bindings: mqtt({ qos: topics[name].qos, retain: topics[name].retain }),
    })),
    components: {
      messages: each((name) => ({ name, title: topics[name].about, payload: payloads[name] })),
      schemas,
      securitySchemes: { login: { type: 'userPassword', description: 'user `viewer` hears everything' } },
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

function channelOf(name: TopicName, prefix: string): Json {
  const each = eachOf(name)
  return {
    address: `${prefix}/${name}${each === null ? '' : `/{${each}}`}`,
    description: topics[name].about,
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
    ...(each !== null && { parameters: { [each]: { description: `which ${name}` } } }),
  }
}
