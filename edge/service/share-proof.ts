import { workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import type { Bus } from '../io/bus.ts'

const messages = 6
const patienceMs = 5000

/**
 * Shows that the broker gives each message of a shared subscription to exactly one of two members: some take the filter and
 * deliver nothing (aedes, moscajs/aedes#228), others deliver to both.
 * @param name nobody else's
 * @throws {JidokaError} WORKERS_UNSHARED
 */
export async function proveSharing(
  members: readonly [Bus, Bus],
  { root, name, clock }: { readonly root: string; readonly name: string; readonly clock: Clock },
): Promise<void> {
  const topic = workTopics(root).trial(name)
  let heard = 0
  for (const member of members) {
    member.onMessage((to) => {
      if (to === topic) heard++
    })
    member.subscribe([`$share/${name}/${topic}`])
  }
  const play = async () => {
    // What went round before is settled by what goes round after it on the same link.
    await Promise.all(members.map((member, index) => goRound(member, `${topic}/before/${index}`)))
    for (let index = 0; index < messages; index++) await say(members[0], topic)
    await Promise.all(members.map((member, index) => goRound(member, `${topic}/after/${index}`)))
  }
  let cancel = () => {}
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(patienceMs, resolve)
  })
  await Promise.race([play(), late])
  cancel()
  if (heard !== messages)
    throw new JidokaError(
      'WORKERS_UNSHARED',
      `Of ${messages} messages to a shared subscription of two, ${heard} came.`,
    )
}

const goRound = (member: Bus, topic: string) =>
  new Promise<void>((resolve, reject) => {
    member.onMessage((to) => {
      if (to === topic) resolve()
    })
    member.subscribe([topic])
    say(member, topic).catch(reject)
  })

const say = (bus: Bus, topic: string) => bus.publish({ topic, payload: '', qos: 1, retain: false })
