import { expect, it } from 'vitest'
import { createMetrics } from '../../edge/io/metrics.ts'

it('exposes counts and times in base units', async () => {
  const metrics = createMetrics()
  metrics.countPart('steel-strip', 'OK')
  metrics.countPart('steel-strip', 'OK')
  metrics.countPart('steel-strip', 'NotDecidable')
  metrics.observeLatency('infer', 6)
  metrics.observeLatency('total', 12)
  metrics.setOutbox({ depth: 3, oldestMs: 1500, redelivered: 7, deadLetters: 1, dropped: 2 })
  metrics.countCommand('review/part', 'done')
  metrics.countDenied('subscribe')
  metrics.setQueueDepth(2)
  metrics.setEventLoopDelay({ p50: 1, p99: 15 })
  metrics.setDeskWaiting(4)
  metrics.countReview('NotOK')
  metrics.setMachineHealth('camera-lamp', 0.4)
  metrics.countLife('mill-spindle', 'sudden')
  metrics.setAlarms(2)
  metrics.setGateParts({ passed: 5, rejected: 2, late: 1 })
  const lines = (await metrics.expose()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'jidoka_parts_total{line="steel-strip",evaluation="OK"} 2',
      'jidoka_parts_total{line="steel-strip",evaluation="NotDecidable"} 1',
      'jidoka_latency_seconds_bucket{le="0.005",stage="infer"} 0',
      'jidoka_latency_seconds_bucket{le="0.0075",stage="infer"} 1',
      'jidoka_latency_seconds_sum{stage="total"} 0.012',
      'jidoka_outbox_depth 3',
      'jidoka_outbox_oldest_seconds 1.5',
      'jidoka_outbox_redelivered 7',
      'jidoka_commands_total{command="review/part",outcome="done"} 1',
      'jidoka_denied_total{act="subscribe"} 1',
      'jidoka_dead_letters 1',
      'jidoka_outbox_dropped 2',
      'jidoka_queue_depth 2',
      'jidoka_desk_waiting 4',
      'jidoka_reviews_total{decision="NotOK"} 1',
      'jidoka_machine_health{machine="camera-lamp"} 0.4',
      'jidoka_machine_lives_total{machine="mill-spindle",ending="sudden"} 1',
      'jidoka_alarms 2',
      'jidoka_gate_parts{fate="late"} 1',
      'jidoka_event_loop_delay_seconds{quantile="0.99"} 0.015',
    ]),
  )
  expect(lines.some((line) => /^process_resident_memory_bytes \d+/.test(line))).toBe(true)
})

it('has one text form: help and type for each metric, and no metric of another call', async () => {
  createMetrics().countPart('other', 'OK')
  const text = await createMetrics().expose()
  expect(text).not.toContain('other')
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1])
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(text).toContain(`# HELP ${name} `)
})
