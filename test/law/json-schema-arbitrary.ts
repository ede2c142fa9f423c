import fc from 'fast-check'
import { z } from 'zod'

/** The parts of JSON Schema that our contract comes to. */
interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly format?: string
  readonly minLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly $ref?: string
}

/** Any value that a schema of the contract can hold, by way of its JSON Schema. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema) as JsonSchema & {
    readonly $defs?: Readonly<Record<string, JsonSchema>>
  }
  return arbitrary(json, json.$defs ?? {})
}

function arbitrary(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>): fc.Arbitrary<unknown> {
  const of = (inner: JsonSchema) => arbitrary(inner, defs)
  if (schema.$ref) return of(defs[schema.$ref.replace('#/$defs/', '')] ?? {})
  const kinds = schema.anyOf ?? schema.oneOf
  if (kinds) return fc.oneof(...kinds.map(of))
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type: string) => of({ ...schema, type })))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.type === 'object') return objectOf(schema, of)
  if (schema.type === 'array')
    return fc.array(of(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 4 })
  if (schema.type === 'string') return textOf(schema)
  if (schema.type === 'integer')
    return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, 1e9) })
  if (schema.type === 'number') return numberOf(schema)
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  return fc.constant('anything')
}

function objectOf(
  schema: JsonSchema,
  of: (inner: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  if (!schema.properties) {
    const values =
      typeof schema.additionalProperties === 'object'
        ? of(schema.additionalProperties)
        : fc.constant('anything')
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), values, { maxKeys: 4, noNullPrototype: true })
  }
  const fields = Object.fromEntries(
    Object.entries(schema.properties).map(([name, inner]) => [name, of(inner)]),
  )
  return fc.record(fields, { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true })
}

function textOf({ format, pattern, minLength = 0 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc.integer({ min: 0, max: 4e12 }).map((timeMs) => new Date(timeMs).toISOString())
  }
  return pattern ? fc.stringMatching(new RegExp(pattern)) : fc.string({ unit: 'grapheme', minLength })
}

function numberOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): fc.Arbitrary<number> {
  const low = minimum ?? exclusiveMinimum ?? -1e6
  const number = fc.double({
    min: low,
    max: maximum ?? 1e6,
    noNaN: true,
    minExcluded: exclusiveMinimum !== undefined,
  })
  // JSON has no negative zero.
  return number.map((value) => value + 0)
}
