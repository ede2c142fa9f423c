import type { Advice } from '../../edge/contract/condition.ts'

/** Shapes of their own: colour is never the only sign. */
const paths: Record<Advice['level'], string> = {
  none: 'M8 3.5a4.5 4.5 0 1 0 .01 0Z',
  plan: 'M8 2 14 8 8 14 2 8Z',
  act: 'M8 1.5 15 14H1Z',
}

export const AdviceGlyph = ({ level }: { readonly level: Advice['level'] }) => (
  <svg class={`advice-glyph ${level}`} viewBox="0 0 16 16" aria-hidden="true">
    <path d={paths[level]} />
  </svg>
)
