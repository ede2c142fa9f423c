import type { ComponentChildren } from 'preact'

export type Pair = readonly [name: string, value: ComponentChildren]

/** Facts, a line each: the name at the left, the value at the right. */
export const Pairs = ({ rows }: { readonly rows: readonly Pair[] }) => (
  <dl class="pairs">
    {rows.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
