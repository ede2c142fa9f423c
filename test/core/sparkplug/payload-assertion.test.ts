import { describe, expect, it } from 'vitest'
import { rebirthMetric } from '../../../edge/core/sparkplug/message.ts'
import {
  bdSeqMatches,
  bdSeqOf,
  births,
  data,
  everyMetric,
  isBirthSequence,
  isUtc,
  kpi,
  of,
  onlyChanges,
  part,
  player,
  rebirthIsFalse,
  said,
  saidAt,
  seqFollows,
  seqWraps,
  t0,
  will,
} from './story.ts'

/** Assertions of the specification, by their ids. */
const assertions: Readonly<Record<string, () => void>> = {
  'payloads-timestamp-in-UTC': () => {
    for (const { payload } of said) isUtc(payload.timestampMs)
  },
  'payloads-sequence-num-always-included': () => {
    for (const { payload } of said) expect(payload.seq).toBeTypeOf('number')
  },
  'payloads-sequence-num-req-nbirth': () => expect(of('NBIRTH')[0]?.payload.seq).toBe(0),
  'payloads-sequence-num-incrementing': seqWraps,
  'payloads-name-requirement': () => {
    for (const { name: label, alias } of everyMetric(said)) expect(label ?? alias).toBeDefined()
  },
  'payloads-alias-uniqueness': () => {
    const aliases = everyMetric(said.slice(0, 4)).flatMap(({ alias }) => alias ?? [])
    expect(new Set(aliases).size).toBe(aliases.length)
  },
  'payloads-alias-birth-requirement': () => {
    for (const { name: label, alias } of everyMetric(births)) {
      expect(label).toBeTruthy()
      expect(alias === undefined).toBe(label === rebirthMetric)
    }
  },
  'payloads-alias-data-cmd-requirement': () => {
    for (const one of everyMetric(data)) {
      expect(one.alias).toBeTypeOf('number')
      expect(one).not.toHaveProperty('name')
    }
  },
  'payloads-name-birth-data-requirement': () => {
    for (const { timestampMs } of everyMetric([...births, ...data]))
      expect(timestampMs).toBeGreaterThanOrEqual(t0)
  },
  'payloads-metric-timestamp-in-UTC': () => {
    for (const { timestampMs } of everyMetric(said)) isUtc(timestampMs)
  },
  'payloads-nbirth-timestamp': () => saidAt(of('NBIRTH')),
  'payloads-nbirth-seq': () => expect(of('NBIRTH').map(({ payload }) => payload.seq)).toEqual([0, 0]),
  'payloads-nbirth-bdseq': () => expect(bdSeqOf(of('NBIRTH')[0])).toBe(0),
  'payloads-nbirth-bdseq-repeat': bdSeqMatches,
  'payloads-nbirth-rebirth-req': rebirthIsFalse,
  'payloads-dbirth-timestamp': () => saidAt(of('DBIRTH')),
  'payloads-dbirth-seq': () => seqFollows('DBIRTH'),
  'payloads-dbirth-seq-inc': seqWraps,
  'payloads-dbirth-order': () => isBirthSequence(said.slice(0, 4)),
  'payloads-ndata-timestamp': () => saidAt(of('NDATA')),
  'payloads-ndata-seq': () => seqFollows('NDATA'),
  'payloads-ndata-seq-inc': seqWraps,
  'payloads-ndata-order': () => expect(player().read(kpi(1, t0)).messages).toEqual([]),
  'payloads-ddata-timestamp': () => saidAt(of('DDATA')),
  'payloads-ddata-seq': () => seqFollows('DDATA'),
  'payloads-ddata-seq-inc': seqWraps,
  'payloads-ddata-order': () => expect(player().read(part('a', t0)).messages).toEqual([]),
  'payloads-ndeath-seq': () => expect(will.payload).not.toHaveProperty('seq'),
  'payloads-ndeath-bdseq': bdSeqMatches,
  'payloads-ddeath-timestamp': () => saidAt(of('DDEATH')),
  'payloads-ddeath-seq': () => seqFollows('DDEATH'),
  'payloads-ddeath-seq-inc': seqWraps,
  'payloads-ddeath-seq-number': () => seqFollows('DDEATH'),
  'principles-birth-certificates-order': () => expect(said[0]?.verb).toBe('NBIRTH'),
  'principles-rbe-recommended': () => onlyChanges('cell'),
}

describe('Sparkplug B 3.0, principles and payloads (chapters 2 and 6)', () => {
  for (const [id, check] of Object.entries(assertions)) it(`tck-id-${id}`, check)
})
