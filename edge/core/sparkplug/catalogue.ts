import type { MetricType, MetricValue } from './message.ts'

/** What will ever be reported of a device, or with null of the node itself. */
export interface Catalogue {
  readonly device: string | null
  readonly metrics: readonly { readonly name: string; readonly type: MetricType }[]
}

/** Some metrics of one device as they were at one time. */
export interface Reading {
  readonly device: string | null
  readonly values: Readonly<Record<string, MetricValue>>
  readonly atMs: number
}

/** Unique over the whole node; 0 is bdSeq. */
export function aliasOf(catalogues: readonly Catalogue[], device: string | null, name: string): number {
  let alias = 1
  for (const catalogue of catalogues) {
    const index =
      catalogue.device === device ? catalogue.metrics.findIndex((metric) => metric.name === name) : -1
    if (index >= 0) return alias + index
    alias += catalogue.metrics.length
  }
  throw new RangeError(`${name} was not announced`)
}

export function typeOf(catalogues: readonly Catalogue[], device: string | null, name: string): MetricType {
  const metrics = catalogues.find((catalogue) => catalogue.device === device)?.metrics
  const type = metrics?.find((metric) => metric.name === name)?.type
  if (!type) throw new RangeError(`${name} was not announced`)
  return type
}

export const keyOf = (device: string | null, name: string): string => `${device ?? ''}\n${name}`
