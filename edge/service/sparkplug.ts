import type { CloudEvent, DataOf, TopicName } from '../contract/event.ts'
import { machineKinds } from '../contract/machine.ts'
import type { Reading } from '../core/sparkplug/catalogue.ts'
import {
  catalogues,
  counted,
  infoReading,
  kpiReading,
  machineReading,
  noCounts,
  resultReading,
} from '../core/sparkplug/line-reading.ts'
import type { BusLogin } from '../io/bus.ts'
import type { Feed } from './feed.ts'
import type { RunTools } from './run-tools.ts'
import { type LinkPlace, SparkplugLink } from './sparkplug-link.ts'

export interface SparkplugPlace extends LinkPlace {
  readonly cell: string
  readonly machines: readonly string[]
  readonly feed: Pick<Feed, 'subscribe'>
}

/** A simulated line has its machines beside it. */
export function sparkplugPlace(tools: RunTools, url: string, login: BusLogin): SparkplugPlace {
  const { settings, plan, bus, clock, log } = tools
  const hasMachines = plan.isSimulated && settings.machineHoursPerSecond > 0
  return {
    ...{ url, login, clock, log, runId: plan.runId, feed: bus.feed, cell: settings.cell },
    name: { group: settings.sparkplugGroup, node: settings.sparkplugNode || plan.line },
    hostId: settings.sparkplugHost,
    machines: hasMachines ? machineKinds : [],
  }
}

/** The second output: what is heard on the bus, said again as a Sparkplug B edge node on a link of its own. */
export function startSparkplug(place: SparkplugPlace): { leave(): Promise<void> } {
  const link = new SparkplugLink(place, catalogues(place.cell, place.machines))
  const read = reader(place)
  const unsubscribe = place.feed.subscribe((topic, event) => {
    const reading = topic === 'link' ? null : read(topic, event as CloudEvent)
    if (reading) link.take(reading)
  })
  return {
    leave() {
      unsubscribe()
      return link.leave()
    },
  }
}

/** What an event says in metrics; null: nothing. */
function reader({ cell, machines, runId }: SparkplugPlace) {
  let counts = noCounts(runId)
  return (topic: TopicName, { time, data }: CloudEvent): Reading | null => {
    const atMs = Date.parse(time)
    if (topic === 'info') return infoReading(data as DataOf<'info'>, atMs)
    if (topic === 'kpi') return kpiReading(data as DataOf<'kpi'>, atMs)
    if (topic === 'result') {
      const result = data as DataOf<'result'>
      counts = counted(counts, result)
      return resultReading(cell, result, counts, atMs)
    }
    if (topic !== 'condition') return null
    const condition = data as DataOf<'condition'>
    return machines.includes(condition.kind) ? machineReading(condition, atMs) : null
  }
}
