import { useSignalEffect } from '@preact/signals'
import type { Block, BlockOf, Words } from '../../edge/contract/lesson.ts'
import { words } from '../language.ts'
import { doneBlocks, markDone } from '../lesson.ts'
import { holds } from '../live-figure.ts'
import { isTraineePage } from '../page.ts'
import { ChoiceQuestion, NumberQuestion } from './lesson-question.tsx'

interface BlockProps {
  readonly block: Block
  /** Under which its answer is kept. */
  readonly name: string
}

/** One piece of a lesson; widgets stand beside the text and not in it. */
export function LessonBlock({ block, name }: BlockProps) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Line line={block.words} />
        </p>
      )
    case 'list':
      return <Items block={block} />
    case 'table':
      return <Table block={block} />
    case 'code':
      return (
        <pre class="lesson-code">
          <code>{block.text}</code>
        </pre>
      )
    case 'do':
      return <Doing block={block} name={name} />
    case 'choice':
      return <ChoiceQuestion block={block} name={name} />
    case 'number':
      return <NumberQuestion block={block} name={name} />
    case 'widget':
      return null
  }
}

const tags = { strong: 'strong', emphasis: 'em', code: 'code', plain: 'span' } as const

const Line = ({ line }: { readonly line: readonly Words[] }) =>
  line.map(({ text, style }, index) => {
    const Tag = tags[style]
    return style === 'plain' ? text : <Tag key={index}>{text}</Tag>
  })

function Items({ block: { isOrdered, items } }: { readonly block: BlockOf<'list'> }) {
  const lines = items.map((item, index) => (
    <li key={index}>
      <Line line={item} />
    </li>
  ))
  return isOrdered ? <ol>{lines}</ol> : <ul>{lines}</ul>
}

const Table = ({ block: { head, rows } }: { readonly block: BlockOf<'table'> }) => (
  <table class="lesson-table">
    <thead>
      <tr>
        {head.map((cell, index) => (
          <th key={index} scope="col">
            <Line line={cell} />
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row, index) => (
        <tr key={index}>
          {row.map((cell, column) => (
            <td key={column}>
              <Line line={cell} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

/** Ticks itself once the line shows that it was done, and stays so. */
function Doing({ block, name }: { readonly block: BlockOf<'do'>; readonly name: string }) {
  const word = words.value.classroom
  useSignalEffect(() => {
    if (holds(block.when)) markDone(name)
  })
  const isDone = doneBlocks.value.has(name)
  return (
    <p class={isDone ? 'lesson-do done' : 'lesson-do'}>
      <span class="lesson-tick" aria-hidden>
        {isDone ? '✓' : ''}
      </span>
      <span>
        {block.text}
        {isTraineePage && !isDone && block.when.figure === 'heldPart' && <Seen name={name} />}
        <span class="visually-hidden" role="status">
          {isDone ? word.done : word.doing}
        </span>
      </span>
    </p>
  )
}

/** A trainee has no other view: the trainer shows it, and the trainee says so. */
function Seen({ name }: { readonly name: string }) {
  const word = words.value.group
  return (
    <span class="seen">
      <button type="button" onClick={() => markDone(name)}>
        {word.seen}
      </button>
      <span class="hint">{word.seenHint}</span>
    </span>
  )
}
