import { workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { randomToken } from '../io/secret.ts'
import { brokerLogin } from '../service/broker-login.ts'
import type { Closer } from '../service/closer.ts'
import type { Examiner } from '../service/examiner.ts'
import { type Farm, openFarm } from '../service/farm.ts'
import { examinerFingerprint } from '../service/job.ts'
import { joinWork } from '../service/worker-bus.ts'
import type { VerifyOrder, WorkPlace } from './verify-order.ts'

const patienceMs = 5000

/**
 * Workers on any number of hosts that look as this examiner does.
 * @throws {JidokaError} BROKER_UNREACHABLE, NOT_SIGNED_IN, WORKERS_UNSHARED, WORKERS_NONE
 */
export async function hireWorkers(
  { root, ...broker }: WorkPlace,
  { model, examiner }: { readonly model: string; readonly examiner: Examiner },
  { shell, monitor, secondLook }: VerifyOrder,
  closer: Closer,
): Promise<Farm> {
  const clock = wallClock
  const campaign = `verify-${randomToken(9)}`
  const options = { ...brokerLogin(broker), root, clock, log: createLog('warn') }
  const bus = await joinWork(options, { name: campaign, presence: null }, closer)
  const isThere = new Promise<boolean>((resolve) => {
    const cancel = clock.after(patienceMs, () => resolve(false))
    bus.onMessage((topic, payload) => {
      if (!topic.startsWith(workTopics(root).worker('')) || payload === '') return
      cancel()
      resolve(true)
    })
  })
  const look = {
    model,
    monitor,
    secondLook: secondLook?.secondLook === 'off' ? ('off' as const) : ('here' as const),
    fingerprint: examinerFingerprint(examiner, shell.version),
  }
  const farm = openFarm({ bus, root, campaign, look, clock })
  if (!(await isThere))
    throw new JidokaError('WORKERS_NONE', `No worker waits for jobs under ${root} on ${broker.broker}.`)
  return farm
}
