import { describe, expect, it } from 'vitest'
import { commandTopic, topicOf } from '../../../edge/core/sparkplug/message.ts'
import {
  bdSeqMatches,
  bdSeqOf,
  hasIdAndValue,
  holdsAll,
  name,
  of,
  onlyChanges,
  plan,
  rebirthIsFalse,
  refused,
  said,
  saidAt,
  seqFollows,
  topics,
  will,
} from './story.ts'

/** Each assertion of the specification that messages alone can show, by its id. */
const assertions: Readonly<Record<string, () => void>> = {
  'topic-structure': () =>
    expect(topicOf(name, { verb: 'DDATA', device: 'cell' })).toBe('spBv1.0/plant/DDATA/steel-strip/cell'),
  'topic-structure-namespace-a': () => {
    for (const message of said) expect(topicOf(name, message)).toMatch(/^spBv1\.0\//)
  },
  'topic-structure-namespace-valid-group-id': () => refused('sparkplugGroup'),
  'topic-structure-namespace-valid-edge-node-id': () => refused('sparkplugNode'),
  'topic-structure-namespace-valid-device-id': () => refused('cell'),
  'topic-structure-namespace-unique-device-id': () =>
    expect(new Set(plan.map(({ device }) => device)).size).toBe(plan.length),
  'topic-structure-namespace-device-id-associated-message-types': () => {
    for (const message of said.filter(({ verb }) => verb.startsWith('D')))
      expect(topicOf(name, message).split('/')).toHaveLength(5)
  },
  'topic-structure-namespace-device-id-non-associated-message-types': () => {
    for (const message of [...said, will].filter(({ verb }) => verb.startsWith('N')))
      expect(topicOf(name, message).split('/')).toHaveLength(4)
  },
  'topics-nbirth-topic': () =>
    expect(topics('NBIRTH')).toEqual(new Set(['spBv1.0/plant/NBIRTH/steel-strip'])),
  'topics-nbirth-seq-num': () => {
    for (const { payload } of of('NBIRTH')) expect(payload.seq).toBe(0)
  },
  'topics-nbirth-timestamp': () => saidAt(of('NBIRTH')),
  'topics-nbirth-metric-reqs': () => holdsAll(null),
  'topics-nbirth-metrics': () => hasIdAndValue(of('NBIRTH')),
  'topics-nbirth-bdseq-included': () => expect(bdSeqOf(of('NBIRTH')[0])).toBe(0),
  'topics-nbirth-bdseq-matching': bdSeqMatches,
  'topics-nbirth-bdseq-increment': bdSeqMatches,
  'topics-nbirth-rebirth-metric': rebirthIsFalse,
  'topics-ndata-topic': () => expect(topics('NDATA')).toEqual(new Set(['spBv1.0/plant/NDATA/steel-strip'])),
  'topics-ndata-seq-num': () => seqFollows('NDATA'),
  'topics-ndata-timestamp': () => saidAt(of('NDATA')),
  'topics-ndata-payload': () => onlyChanges(null),
  'topics-ndeath-topic': () => expect(topicOf(name, will)).toBe('spBv1.0/plant/NDEATH/steel-strip'),
  'topics-ndeath-payload': () => expect(will.payload.metrics.map((one) => one.name)).toEqual(['bdSeq']),
  'topics-ndeath-seq': () => expect(will.payload).not.toHaveProperty('seq'),
  'topics-ncmd-topic': () => expect(commandTopic(name)).toBe('spBv1.0/plant/NCMD/steel-strip'),
  'topics-dbirth-topic': () =>
    expect(topics('DBIRTH')).toContain('spBv1.0/plant/DBIRTH/steel-strip/mill-spindle'),
  'topics-dbirth-seq': () => seqFollows('DBIRTH'),
  'topics-dbirth-timestamp': () => saidAt(of('DBIRTH')),
  'topics-dbirth-metric-reqs': () => ['cell', 'mill-spindle', 'camera-lamp'].forEach(holdsAll),
  'topics-dbirth-metrics': () => hasIdAndValue(of('DBIRTH')),
  'topics-ddata-topic': () =>
    expect(topics('DDATA')).toEqual(new Set(['spBv1.0/plant/DDATA/steel-strip/cell'])),
  'topics-ddata-seq-num': () => seqFollows('DDATA'),
  'topics-ddata-timestamp': () => saidAt(of('DDATA')),
  'topics-ddata-payload': () => onlyChanges('cell'),
  'topics-ddeath-topic': () =>
    expect(topics('DDEATH')).toEqual(new Set(['spBv1.0/plant/DDEATH/steel-strip/cell'])),
  'topics-ddeath-seq-num': () => seqFollows('DDEATH'),
}

describe('Sparkplug B 3.0, topics and messages (chapter 4)', () => {
  for (const [id, check] of Object.entries(assertions)) it(`tck-id-${id}`, check)
})
