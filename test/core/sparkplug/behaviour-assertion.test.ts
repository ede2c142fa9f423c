import { describe, expect, it } from 'vitest'
import { rebirthMetric, topicOf } from '../../../edge/core/sparkplug/message.ts'
import {
  bdSeqOf,
  holdsAll,
  ignoresOldState,
  isBirthSequence,
  isOrdered,
  leavesWithHost,
  metric,
  name,
  of,
  onlyChanges,
  plan,
  rebirth,
  rebirthIsFalse,
  said,
  seqFollows,
  stopsAndBearsAgain,
  t0,
  waitsForHost,
  will,
} from './story.ts'

/** Assertions of the specification, by their ids. */
const assertions: Readonly<Record<string, () => void>> = {
  'case-sensitivity-metric-names': () => {
    for (const { metrics } of plan)
      expect(new Set(metrics.map((one) => one.name.toLowerCase())).size).toBe(metrics.length)
  },
  'message-flow-edge-node-birth-publish-phid-wait': waitsForHost,
  'message-flow-edge-node-birth-publish-phid-wait-online': waitsForHost,
  'operational-behavior-edge-node-birth-sequence-wait': waitsForHost,
  'message-flow-edge-node-birth-publish-phid-wait-timestamp': ignoresOldState,
  'message-flow-edge-node-birth-publish-phid-offline': leavesWithHost,
  'operational-behavior-edge-node-termination-host-offline': leavesWithHost,
  'operational-behavior-edge-node-termination-host-offline-timestamp': leavesWithHost,
  'message-flow-edge-node-birth-publish-nbirth-payload-bdSeq': () =>
    expect(metric(of('NBIRTH')[0], 'bdSeq')).toMatchObject({ type: 'Int64', value: bdSeqOf(will) }),
  'message-flow-edge-node-birth-publish-nbirth-payload-seq': () =>
    expect(of('NBIRTH')[0]?.payload.seq).toBe(0),
  'message-flow-device-birth-publish-nbirth-wait': () => isBirthSequence(said.slice(0, 4)),
  'message-flow-device-birth-publish-dbirth-match-edge-node-topic': () => {
    for (const message of of('DBIRTH'))
      expect(topicOf(name, message)).toMatch(/^spBv1\.0\/plant\/DBIRTH\/steel-strip\//)
  },
  'message-flow-device-birth-publish-dbirth-payload-seq': () => seqFollows('DBIRTH'),
  'operational-behavior-device-ddeath': () =>
    expect(of('DDEATH').map(({ device }) => device)).toEqual(['cell']),
  'operational-behavior-data-publish-nbirth': () => holdsAll(null),
  'operational-behavior-data-publish-nbirth-values': () => {
    expect(metric(rebirth[0], 'Kpi/Parts Per Second')).toMatchObject({ value: 12, timestampMs: t0 + 2000 })
    expect(metric(rebirth[0], 'Kpi/Outbox Depth')).toMatchObject({ value: null })
  },
  'operational-behavior-data-publish-nbirth-change': () => onlyChanges(null),
  'operational-behavior-data-publish-nbirth-order': () => isOrdered([...of('NBIRTH'), ...of('NDATA')]),
  'operational-behavior-data-publish-dbirth': () => holdsAll('cell'),
  'operational-behavior-data-publish-dbirth-values': () =>
    expect(metric(rebirth[1], 'Part/Id')).toMatchObject({ value: 'a', timestampMs: t0 + 1000 }),
  'operational-behavior-data-publish-dbirth-change': () => onlyChanges('cell'),
  'operational-behavior-data-publish-dbirth-order': () => isOrdered([...of('DBIRTH'), ...of('DDATA')]),
  'operational-behavior-data-commands-rebirth-name': rebirthIsFalse,
  'operational-behavior-data-commands-rebirth-name-aliases': () =>
    expect(metric(of('NBIRTH')[0], rebirthMetric)).not.toHaveProperty('alias'),
  'operational-behavior-data-commands-rebirth-datatype': rebirthIsFalse,
  'operational-behavior-data-commands-rebirth-value': rebirthIsFalse,
  'operational-behavior-data-commands-rebirth-action-1': stopsAndBearsAgain,
  'operational-behavior-data-commands-rebirth-action-2': stopsAndBearsAgain,
  'operational-behavior-data-commands-rebirth-action-3': stopsAndBearsAgain,
}

describe('Sparkplug B 3.0, operational behaviour (chapter 5)', () => {
  for (const [id, check] of Object.entries(assertions)) it(`tck-id-${id}`, check)
})
