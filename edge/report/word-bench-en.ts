/** Words of what `bench` found; the type is what another language must fill. Numbers come in written. */
export const benchWordsEn = {
  title: 'What these models do on this computer',
  simulated: 'Frames of simulated parts',
  given: 'Frames that were given',
  computer: 'This computer',
  madeBy: (command: string) => `Made by ${command}.`,
  bare: 'Bare: nothing but session.run, as many loops as workers, interleaved with ours in the same run. Medians of five rounds; the ratio is what counts, since computers differ and are shared.',
  machine: {
    processor: 'Processor',
    processorIs: (cpu: string, cores: string, gb: string) => `${cpu}, ${cores} cores, ${gb} GB`,
    features: 'Vector extensions',
    governor: 'Governor',
    untold: 'the system does not tell',
    system: 'System',
    software: 'Software',
    softwareIs: (node: string, runtime: string, commit: string) =>
      `Node ${node}, ${runtime}, commit ${commit}`,
    peak: 'Matrix product, one thread',
    drift: 'Drift of the bare loop',
    driftIs: (percent: string) => `${percent} between its rounds`,
    energy: 'Energy',
  },
  model: {
    input: 'Input',
    work: 'Work',
    workIs: (million: string) => `${million} million multiply-accumulates a frame`,
    network: 'Bare session.run',
    networkIs: (gflops: string, percent: string) => `${gflops} GFLOP/s, ${percent} of a matrix product`,
    right: 'Right',
    rightIs: (errors: string, decided: string, parts: string, verdict: string) =>
      `${errors} errors in ${decided} decided of ${parts} simulated parts: ${verdict}`,
    noTruth: 'no truth is known',
    limit: 'First limit',
    recommended: 'Recommended',
  },
  limit: {
    around: (percent: string, stage: string, ms: string) =>
      `Frames wait around the network, not in it: ${percent} of the bare loop; ${stage} takes ${ms} ms.`,
    operator: (operator: string, percent: string, ms: string, speed: string) =>
      `The network itself: ${operator} takes ${percent} of its time (${ms} ms), ${speed}.`,
    speed: (gflops: string, percent: string) => `at ${gflops} GFLOP/s, ${percent} of a matrix product here`,
    moves: 'it computes nothing that counts: memory is moved',
    untold: 'The runtime told nothing of its operators.',
  },
  recommended: {
    setting: (workers: string, threads: string, batch: string, rate: string, kept = '') =>
      `${workers} ${workers === '1' ? 'worker' : 'workers'}, ${threads} ${threads === '1' ? 'thread' : 'threads'} each, batches of ${batch}: ${rate} frames a second${kept}.`,
    served: (rate: string, ms: string) => `; up to ${rate} a second with p99 within ${ms} ms`,
    notServed: (ms: string) => `; no rate that was tried keeps p99 within ${ms} ms`,
    none: 'Measure the scenario offline for one.',
  },
  load: {
    caption: 'Under load',
    columns: [
      'scenario',
      'workers',
      'threads',
      'batch',
      'frames/s',
      'bare',
      'ratio',
      'p50 ms',
      'p90 ms',
      'p99 ms',
      'CPU s/1000',
      'MB',
      'J/part',
    ],
    scenarios: {
      'single-stream': 'single-stream',
      'multi-stream': 'multi-stream',
      server: 'server',
      offline: 'offline',
      'even-takt': 'even-takt',
      poisson: 'poisson',
    },
  },
  half: {
    caption: 'Parts at half of the rate that saturates the line',
    text: 'M/D/c: what chance alone makes parts wait for as many workers that saturate at the same rate.',
    columns: [
      'scenario',
      'workers',
      'threads',
      'parts/s',
      'p50 ms',
      'p99 ms',
      'bare p99 ms',
      'ratio',
      'M/D/c p50 ms',
      'M/D/c p99 ms',
    ],
  },
  operators: {
    caption: 'Operators that take most of a frame, one thread',
    columns: ['operator', 'a frame', 'share', 'ms', 'GFLOP/s'],
  },
  beside: {
    heading: (count: string) => `Frames a second on ${count} computers`,
    columns: ['what', 'computer', 'frames/s'],
    what: (model: string, scenario: string, setting: string, batch: string) =>
      `${model}, ${scenario}, ${setting}, batch ${batch}`,
    computer: (index: string, cpu: string, cores: string) => `${index}: ${cpu}, ${cores} cores`,
  },
  stages: {
    queue: 'queue',
    preprocess: 'preprocess',
    infer: 'infer',
    decide: 'decide',
    record: 'record',
    total: 'total',
  },
}

export type BenchWords = typeof benchWordsEn
