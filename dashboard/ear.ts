import { LinkData } from '../edge/contract/api.ts'
import { CloudEvent, type DataOf, type TopicName, topics } from '../edge/contract/event.ts'
import { parseJson } from './api.ts'
import * as store from './store.ts'

/** One ear for each kind of message on the stream; `refresh` reads the whole state again when something was missed. */
export function ears(refresh: () => Promise<void>): Record<string, (text: string) => void> {
  const last =
    <Name extends TopicName>(name: Name, hear: (data: DataOf<Name>) => void) =>
    (text: string) => {
      const data = payloads(name, text).at(-1)
      if (data !== undefined) hear(data)
    }
  const news = () => {
    store.machineNews.value += 1
  }
  return {
    result: (text) => {
      if (store.hearResults(payloads('result', text))) void refresh()
    },
    verification: last('verification', store.hearVerification),
    review: (text) => {
      if (payloads('review', text).some(({ jobId }) => jobId === store.run.value?.runId))
        store.deskNews.value += 1
    },
    condition: news,
    alarm: news,
    kpi: last('kpi', (data) => {
      store.kpi.value = data
    }),
    station: last('station', (data) => {
      if (data.line === store.run.value?.line) store.condition.value = data
    }),
    thresholds: last('thresholds', store.hearThresholds),
    status: last('status', (data) => {
      store.status.value = data
    }),
    info: last('info', (data) => {
      const { line, runId, model } = store.run.value ?? {}
      if (data.line === line && (data.runId !== runId || data.modelSha256 !== model?.sha256)) void refresh()
    }),
    link: (text) => {
      const said = LinkData.array().safeParse(parseJson(text))
      if (!said.success) store.invalidMessages.value += 1
      const now = said.data?.at(-1)
      if (now) store.isBrokerLinked.value = now.isConnected
    },
  }
}

/** The payloads in a batch of CloudEvents. What the contract does not know is counted and left out. */
function payloads<Name extends TopicName>(name: Name, text: string): DataOf<Name>[] {
  const events = parseJson(text)
  if (!Array.isArray(events)) store.invalidMessages.value += 1
  return (Array.isArray(events) ? events : []).flatMap((event: unknown) => {
    const envelope = CloudEvent.safeParse(event)
    const payload = topics[name].data.safeParse(envelope.data?.data)
    if (envelope.success && payload.success) return [payload.data as DataOf<Name>]
    store.invalidMessages.value += 1
    return []
  })
}
