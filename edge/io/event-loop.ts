import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 5

export interface EventLoopWatch {
  /** How late timers fired since the last call, milliseconds. */
  take(): { readonly p50: number; readonly p99: number }
  stop(): void
}

/** The delay that the runtime reports holds the sampling interval itself: it is taken off. */
export function watchEventLoop(): EventLoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  const delayMs = (percentile: number) =>
    Math.max(0, Math.round((histogram.percentile(percentile) / 1e6 - resolutionMs) * 1000) / 1000)
  return {
    take() {
      const taken = { p50: delayMs(50), p99: delayMs(99) }
      histogram.reset()
      return taken
    },
    stop: () => histogram.disable(),
  }
}

/** Resident memory of this process, megabytes. */
export const residentMb = (): number => Math.round(process.memoryUsage.rss() / 1e6)
