import { stages } from '../../edge/contract/inspection.ts'
import type { Metrics } from '../../edge/io/metrics.ts'

/** Metrics of a line on which everything has happened once. */
export function exercised(metrics: Metrics): Metrics {
  for (const evaluation of ['OK', 'NotOK', 'NotDecidable'] as const)
    metrics.countPart('steel-strip', evaluation)
  for (const stage of [...stages, 'total'] as const) metrics.observeLatency(stage, 5)
  metrics.setEventLoopDelay({ p50: 1, p99: 2 })
  metrics.countSecondLook('answered')
  metrics.countDenied('publish')
  metrics.setMachineHealth('camera-lamp', 1)
  metrics.setGateParts({ passed: 2, rejected: 1, late: 0 })
  return metrics
}
