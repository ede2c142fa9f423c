import type { MachineCondition } from '../../contract/condition.ts'
import type { InfoData, KpiData, ResultData } from '../../contract/event.ts'
import type { Catalogue, Reading } from './catalogue.ts'

/** The node is the line; its devices are the cell that inspects, and each machine. */
export const catalogues = (cell: string, machines: readonly string[]): Catalogue[] => [
  { device: null, metrics: nodeMetrics },
  { device: cell, metrics: cellMetrics },
  ...machines.map((device) => ({ device, metrics: machineMetrics })),
]

const nodeMetrics: Catalogue['metrics'] = [
  { name: 'Properties/Software', type: 'String' },
  { name: 'Properties/Line', type: 'String' },
  { name: 'Properties/Model', type: 'String' },
  { name: 'Properties/Model SHA-256', type: 'String' },
  { name: 'Properties/Is Simulated', type: 'Boolean' },
  { name: 'Kpi/Parts Per Second', type: 'Double' },
  { name: 'Kpi/Latency P99 Ms', type: 'Double' },
  { name: 'Kpi/Outbox Depth', type: 'Int64' },
]

const cellMetrics: Catalogue['metrics'] = [
  { name: 'Part/Id', type: 'String' },
  { name: 'Part/Evaluation', type: 'String' },
  { name: 'Part/Score', type: 'Double' },
  { name: 'Part/Reason', type: 'String' },
  { name: 'Part/Incident', type: 'String' },
  { name: 'Counts/OK', type: 'Int64' },
  { name: 'Counts/NotOK', type: 'Int64' },
  { name: 'Counts/NotDecidable', type: 'Int64' },
]

const machineMetrics: Catalogue['metrics'] = [
  { name: 'Machine/Unit', type: 'String' },
  { name: 'Machine/Hours', type: 'Double' },
  { name: 'Health/Index', type: 'Double' },
  { name: 'Health/Zone', type: 'String' },
  { name: 'Forecast/Median H', type: 'Double' },
  { name: 'Advice/Level', type: 'String' },
]

export const infoReading = (info: InfoData, atMs: number): Reading => ({
  ...{ device: null, atMs },
  values: {
    'Properties/Software': info.software,
    'Properties/Line': info.line,
    'Properties/Model': info.model,
    'Properties/Model SHA-256': info.modelSha256,
    'Properties/Is Simulated': info.isSimulated,
  },
})

export const kpiReading = (kpi: KpiData, atMs: number): Reading => ({
  ...{ device: null, atMs },
  values: {
    'Kpi/Parts Per Second': kpi.partsPerSecond,
    'Kpi/Latency P99 Ms': kpi.latencyMs.p99,
    'Kpi/Outbox Depth': kpi.outboxDepth,
  },
})

/** Parts of a run by evaluation. */
export interface Counts {
  readonly jobId: string
  readonly lastSequence: number
  readonly parts: Readonly<Record<ResultData['evaluation'], number>>
}

export const noCounts = (jobId: string): Counts => ({
  ...{ jobId, lastSequence: -1, parts: { OK: 0, NotOK: 0, NotDecidable: 0 } },
})

/** A result that is heard twice counts once, and one of an earlier run not at all. */
export function counted(counts: Counts, { jobId, sequence, evaluation }: ResultData): Counts {
  if (jobId !== counts.jobId || sequence <= counts.lastSequence) return counts
  const parts = { ...counts.parts, [evaluation]: counts.parts[evaluation] + 1 }
  return { ...counts, lastSequence: sequence, parts }
}

export const resultReading = (
  cell: string,
  result: ResultData,
  { parts }: Counts,
  atMs: number,
): Reading => ({
  ...{ device: cell, atMs },
  values: {
    'Part/Id': result.partId,
    'Part/Evaluation': result.evaluation,
    'Part/Score': result.score,
    'Part/Reason': result.reason,
    'Part/Incident': result.incidentId ?? null,
    'Counts/OK': parts.OK,
    'Counts/NotOK': parts.NotOK,
    'Counts/NotDecidable': parts.NotDecidable,
  },
})

export const machineReading = (condition: MachineCondition, atMs: number): Reading => ({
  ...{ device: condition.kind, atMs },
  values: {
    'Machine/Unit': condition.machine,
    'Machine/Hours': condition.clockH,
    'Health/Index': condition.healthIndex,
    'Health/Zone': condition.zone,
    'Forecast/Median H': condition.forecast.kind === 'interval' ? condition.forecast.medianH : null,
    'Advice/Level': condition.advice.level,
  },
})
