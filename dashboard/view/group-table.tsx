import type { GroupTable, QuestionRow, TraineeRow } from '../../edge/contract/group.ts'
import { decimal, percent } from '../format.ts'
import { hidesNames } from '../group.ts'
import { commonMistake, questionText } from '../group-fold.ts'
import { language, words } from '../language.ts'
import { lessonPage } from '../lesson.ts'

const count = (value: number, digits = 0) => decimal(value, language.value, digits)

/** What the group has answered: by trainee, by question, and all hands at the station together. */
export function GroupTables({ table: { trainees, questions, hands } }: { readonly table: GroupTable }) {
  const word = words.value.group
  if (trainees.length === 0) return <p class="hint">{word.nobody}</p>
  return (
    <>
      <h3>{word.trainees(count(trainees.length))}</h3>
      <Scroll label={word.trainees(count(trainees.length))}>
        <Trainees rows={trainees} />
      </Scroll>
      {hands && <Hands hands={hands} />}
      {questions.length > 0 && (
        <>
          <h3>{word.questions}</h3>
          <Scroll label={word.questions}>
            <Questions rows={questions} />
          </Scroll>
        </>
      )}
    </>
  )
}

/** Wider than a phone: it scrolls by itself, by keyboard too. */
const Scroll = ({
  label,
  children,
}: {
  readonly label: string
  readonly children: preact.ComponentChildren
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section class="group-scroll" tabIndex={0} aria-label={label}>
    {children}
  </section>
)

function Trainees({ rows }: { readonly rows: readonly TraineeRow[] }) {
  const word = words.value.group
  const heads = [
    word.answered,
    word.rightAtFirst,
    word.tries,
    word.escapes,
    word.falseRejects,
    word.kappa,
    word.seconds,
    word.upkeep,
  ]
  return (
    <table class="group-table">
      <thead>
        <tr>
          <th scope="col">{word.name}</th>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.trainee} class={row.hasLeft ? 'left' : undefined}>
            <th scope="row">
              {hidesNames.value ? word.number(count(row.trainee)) : row.nickname}
              {row.hasLeft && <span class="hint"> {word.left}</span>}
            </th>
            <td>{count(row.answered)}</td>
            <td>{count(row.rightAtFirst)}</td>
            <td>{count(row.tries)}</td>
            <HandCells hand={row.hand} />
            <UpkeepCell upkeep={row.upkeep} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function HandCells({ hand }: { readonly hand: TraineeRow['hand'] }) {
  const word = words.value.group
  if (!hand) return ['a', 'b', 'c', 'd'].map((key) => <td key={key}>–</td>)
  return (
    <>
      <td>{word.of(count(hand.escapes), count(hand.defective))}</td>
      <td>{word.of(count(hand.falseRejects), count(hand.good))}</td>
      <td>{hand.kappa === null ? '–' : count(hand.kappa, 2)}</td>
      <td>{count(hand.secondsPerPart, 1)}</td>
    </>
  )
}

/** What upkeep cost, and how many of the lives failed. */
function UpkeepCell({ upkeep }: { readonly upkeep: TraineeRow['upkeep'] }) {
  const word = words.value.group
  if (!upkeep) return <td>–</td>
  const { lives, failures, cost } = upkeep
  return (
    <td>{word.upkeepCost(cost === null ? '–' : count(cost, 2), word.of(count(failures), count(lives)))}</td>
  )
}

function Hands({ hands }: { readonly hands: NonNullable<GroupTable['hands']> }) {
  const word = words.value.group
  const share = ({ errors, parts, lower95, upper95 }: typeof hands.escapes) =>
    word.share(
      word.of(count(errors), count(parts)),
      parts === 0 ? '–' : percent(errors / parts, language.value),
      `${percent(lower95, language.value)} – ${percent(upper95, language.value)}`,
    )
  return (
    <>
      <h3>{word.station(count(hands.trainees))}</h3>
      <dl class="group-hands">
        <Fact name={word.escapes} value={share(hands.escapes)} />
        <Fact name={word.falseRejects} value={share(hands.falseRejects)} />
        <Fact name={word.kappa} value={hands.kappa === null ? '–' : count(hands.kappa, 2)} />
        <Fact name={word.seconds} value={count(hands.secondsPerPart, 1)} />
      </dl>
      <p class="hint">{word.sameParts}</p>
    </>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

function Questions({ rows }: { readonly rows: readonly QuestionRow[] }) {
  const word = words.value.group
  const lessons = lessonPage.value?.lessons ?? []
  return (
    <table class="group-table questions">
      <thead>
        <tr>
          {[word.question, word.rightAtFirst, word.rightAtLast, word.mistake].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { lesson, text } = questionText(row, lessons)
          const mistake = commonMistake(row, lessons)
          return (
            <tr key={`${row.lesson}/${row.step}/${row.block}`}>
              <th scope="row">
                <span class="hint">{lesson}</span> {text}
              </th>
              <td>{word.of(count(row.rightAtFirst), count(row.answered))}</td>
              <td>{word.of(count(row.right), count(row.answered))}</td>
              <td>{mistake ? word.given(mistake.text, count(mistake.trainees)) : '–'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
