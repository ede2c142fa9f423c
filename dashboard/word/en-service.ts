import type { Trend } from '../system-fold.ts'

/** Words of the view of the service itself. */
export const serviceEn = {
  service: {
    title: 'Service',
    ready: 'Ready: parts come out.',
    notReady: 'Not ready.',
    away: 'The service does not answer.',
    component: {
      model: 'Model',
      book: 'Book',
      broker: 'Link to the broker',
      workers: 'Inspecting threads',
    } as Record<string, string>,
    state: {
      loaded: 'loaded',
      open: 'open',
      removed: 'removed',
      connected: 'connected',
      unreachable: 'unreachable: events wait in the book',
    } as Record<string, string>,
    since: 'Run since',
    trends: 'The last minutes',
    trendsHint: 'minutes ago, since this board was opened',
    trend: {
      latency: 'Capture to verdict, p99, ms',
      partsPerSecond: 'Parts per second',
      memory: 'Memory, MB',
      outbox: 'Events that wait for the broker',
    } satisfies Record<Trend, string>,
    settings: 'Settings',
    settingsHint: 'Secrets are not shown.',
  },
}

export type ServiceWords = typeof serviceEn
