import specs from '@asyncapi/specs'
import { Ajv, type AnySchema } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { describe, expect, it } from 'vitest'
import { asyncApi, commandKey, commandSchema, messageSchema } from '../../edge/contract/async-api.ts'
import { commandNames, commands } from '../../edge/contract/command.ts'
import { eachOf, type TopicName, topicName, topics } from '../../edge/contract/event.ts'
import { acts } from '../../edge/contract/role.ts'
import { type EventDraft, eventOf } from '../../edge/core/event.ts'
import { sampleCommands } from '../io/sample-command.ts'
import { place, sampleData, startMs } from '../io/sample-data.ts'

const names = Object.keys(topics) as TopicName[]
const document = asyncApi({ version: '0.1.0', prefix: place.prefix, url: 'mqtt://127.0.0.1:1883' })
const validator = () => new Ajv({ strict: false, allErrors: true, formats: fullFormats })

/** A message as it goes out. */
function said(topic: TopicName): unknown {
  const item = eachOf(topic) === null ? undefined : 'one'
  const draft = { topic, runId: 'run-1', timeMs: startMs, data: sampleData[topic], ...(item && { item }) }
  return JSON.parse(eventOf(draft as EventDraft, place, 1).payload)
}

describe('the AsyncAPI document', () => {
  it('is one by the official schema of AsyncAPI 3.0.0, which refuses what is none', () => {
    const check = validator().compile(specs.schemasWithoutId['3.0.0'] as AnySchema)
    check(document)
    expect(check.errors).toBeNull()
    const operations = { result: { action: 'shout', channel: { $ref: '#/channels/result' } } }
    expect(check({ ...document, operations })).toBe(false)
  })

  it('refers only to what it holds', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '')
    const find = (path: string) =>
      path
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
    expect(refs.length).toBeGreaterThan(3 * names.length)
    expect(refs.filter((path) => find(path) === undefined)).toEqual([])
  })

  it('has one channel for each topic and each command, at its address', () => {
    const channels = document.channels as Record<string, { address: string }>
    expect(Object.keys(channels)).toEqual([...names, ...commandNames.map(commandKey)])
    for (const name of commandNames)
      expect(channels[commandKey(name)]?.address).toBe(`${place.prefix}/cmd/${name}`)
    for (const name of names) expect(topicName(channels[name]?.address ?? '')).toBe(name)
  })

  it.each(names)('describes the message of %s, and no other', (name) => {
    const ajv = validator().addSchema({ ...document, $id: 'doc' })
    const check = ajv.getSchema(`doc#/components/messages/${name}/payload`)
    check?.(said(name))
    expect(check?.errors).toBeNull()
    expect(names.filter((other) => check?.(said(other)))).toEqual([name])
  })
})

describe('the commands', () => {
  it.each(commandNames)('%s is described, and refuses what it does not know', (name) => {
    expect(Object.keys(acts)).toContain(name.split('/')[0])
    const payload = sampleCommands[name]
    expect(commands[name].data.parse(payload)).toEqual(payload)
    const ajv = validator().addSchema({ ...document, $id: 'doc' })
    const check = ajv.getSchema(`doc#/components/messages/${commandKey(name)}/payload`)
    for (const wrong of [{ ...payload, more: 1 }, { ...payload, correlationId: 'a/b' }, {}]) {
      expect(check?.(wrong)).toBe(false)
      expect(commands[name].data.safeParse(wrong).success).toBe(false)
    }
    check?.(payload)
    expect(check?.errors).toBeNull()
  })
})

describe('the JSON Schemas that are shipped', () => {
  it.each(commandNames)('edge/contract/generated of %s is what the contract gives', async (name) => {
    await expect(`${JSON.stringify(commandSchema(name), null, 2)}\n`).toMatchFileSnapshot(
      `../../edge/contract/generated/${commandKey(name)}.json`,
    )
  })

  it.each(names)(
    'edge/contract/generated/%s.json is what the contract gives, and takes what is said',
    async (name) => {
      const schema = messageSchema(name)
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
        `../../edge/contract/generated/${name}.json`,
      )
      const check = validator().compile(schema)
      check(said(name))
      expect(check.errors).toBeNull()
      expect(check({ ...(said(name) as object), sequence: 1 })).toBe(false)
    },
  )
})
