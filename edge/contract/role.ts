import { z } from 'zod'

/** From the least to the most that a user may do; each may do what those before it may. */
export const Role = z.enum(['viewer', 'operator', 'engineer', 'admin']).meta({ id: 'Role' })
export type Role = z.infer<typeof Role>

/** Everything that can be asked, and the least role that may ask it: over HTTP each route names its act, over MQTT `cmd/{act}` does. */
export const acts = {
  look: 'viewer',
  learn: 'viewer',
  attend: 'viewer',
  teach: 'operator',
  simulate: 'operator',
  review: 'operator',
  acknowledge: 'operator',
  thresholds: 'engineer',
  models: 'operator',
  audit: 'engineer',
} as const satisfies Record<string, Role>
export type Act = keyof typeof acts

export const isAtLeast = (role: Role, least: Role): boolean =>
  Role.options.indexOf(role) >= Role.options.indexOf(least)

/** What is in no table is for admins: closed by default (law 10). */
export const mayDo = (role: Role, act: string): boolean =>
  isAtLeast(role, Object.hasOwn(acts, act) ? acts[act as Act] : 'admin')

/** Fit for a file, a topic and a log; `edge` is the service itself. */
export const UserName = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{0,31}$/, 'a user is 1 to 32 of a-z, 0-9, dot, dash and underscore')
  .refine((name) => name !== 'edge', 'the name edge is kept for the service')

export const Account = z.strictObject({
  user: UserName,
  role: Role,
  hash: z.string().describe('`<salt>.<key>` by scrypt, base64url'),
})
export type Account = z.infer<typeof Account>
