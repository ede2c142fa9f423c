import type {
  GameRound,
  GroupAnswer,
  GroupTable,
  HandRound,
  QuestionRow,
  TraineeRow,
} from '../../contract/group.ts'
import { upkeepTally } from '../../contract/upkeep-game.ts'
import { usualCosts } from '../health/policy.ts'
import { kappa } from '../quality/agreement.ts'
import { clopperPearson } from '../quality/interval.ts'
import type { Group, Trainee } from './group.ts'

const mostGiven = 6

/** What the trainer sees. Of several rounds at the station the last counts, as the lesson says. */
export function tableOf(group: Group | null): GroupTable {
  const trainees = [...(group?.trainees.values() ?? [])].toSorted((a, b) => a.trainee - b.trainee)
  const lasts = trainees.flatMap(({ rounds }) => rounds.at(-1) ?? [])
  return {
    trainees: trainees.map(traineeRow),
    questions: questionRows(trainees),
    hands: lasts.length === 0 ? null : pooled(lasts),
  }
}

const placeOf = ({ lesson, step, block }: GroupAnswer): string => `${lesson}/${step}/${block}`

/** A trainee's answers by question, in the order in which each was first tried. */
function tries(answers: readonly GroupAnswer[]): Map<string, [GroupAnswer, ...GroupAnswer[]]> {
  const found = new Map<string, [GroupAnswer, ...GroupAnswer[]]>()
  for (const answer of answers) {
    const known = found.get(placeOf(answer))
    if (known) known.push(answer)
    else found.set(placeOf(answer), [answer])
  }
  return found
}

function countOf(questions: readonly (readonly [GroupAnswer, ...GroupAnswer[]])[]) {
  return {
    answered: questions.length,
    rightAtFirst: questions.filter(([first]) => first.isRight).length,
    right: questions.filter((all) => all.some(({ isRight }) => isRight)).length,
    tries: questions.reduce((sum, all) => sum + all.length, 0),
  }
}

function traineeRow({ trainee, nickname, hasLeft, answers, rounds, games }: Trainee): TraineeRow {
  const last = rounds.at(-1)
  const { id: _, ...counts } = last ?? { id: '' }
  return {
    ...{ trainee, nickname, hasLeft, ...countOf([...tries(answers).values()]), rounds: rounds.length },
    hand: last ? { ...(counts as Omit<HandRound, 'id'>), kappa: kappaOf(last) } : null,
    upkeep: upkeepOf(games),
  }
}

/** Whoever plays a round again knows its lives: the first time counts. */
function upkeepOf(games: readonly GameRound[]): TraineeRow['upkeep'] {
  const isFirst = ({ machine, round }: GameRound, at: number) =>
    games.findIndex((game) => game.machine === machine && game.round === round) === at
  const stops = games.filter(isFirst).flatMap((game) => game.stops)
  if (stops.length === 0) return null
  const { failures, cost } = upkeepTally(stops, usualCosts)
  return { lives: stops.length, failures, cost }
}

function questionRows(trainees: readonly Trainee[]): QuestionRow[] {
  const byPlace = new Map<string, [GroupAnswer, ...GroupAnswer[]][]>()
  for (const { answers } of trainees)
    for (const [place, all] of tries(answers)) byPlace.set(place, [...(byPlace.get(place) ?? []), all])
  const rows = [...byPlace.values()].flatMap((questions): QuestionRow[] => {
    const one = questions[0]?.[0]
    if (!one) return []
    const { lesson, step, block } = one
    return [{ lesson, step, block, ...countOf(questions), firstGiven: firstGiven(questions) }]
  })
  return rows.toSorted(
    (a, b) =>
      (a.lesson < b.lesson ? -1 : a.lesson > b.lesson ? 1 : 0) || a.step - b.step || a.block - b.block,
  )
}

function firstGiven(questions: readonly (readonly [GroupAnswer, ...GroupAnswer[]])[]) {
  const counts = new Map<number, number>()
  for (const [{ given }] of questions) counts.set(given, (counts.get(given) ?? 0) + 1)
  return [...counts]
    .map(([given, trainees]) => ({ given, trainees }))
    .toSorted((a, b) => b.trainees - a.trainees || a.given - b.given)
    .slice(0, mostGiven)
}

/** All hands as one inspector. Trainees may have seen the same parts, which a bound knows nothing of. */
function pooled(rounds: readonly HandRound[]): GroupTable['hands'] {
  const sum = (of: (round: HandRound) => number) => rounds.reduce((total, round) => total + of(round), 0)
  const total = {
    defective: sum((round) => round.defective),
    escapes: sum((round) => round.escapes),
    good: sum((round) => round.good),
    falseRejects: sum((round) => round.falseRejects),
  }
  const parts = total.defective + total.good
  return {
    trainees: rounds.length,
    escapes: shareOf(total.escapes, total.defective),
    falseRejects: shareOf(total.falseRejects, total.good),
    kappa: kappaOf(total),
    secondsPerPart: sum(({ secondsPerPart, defective, good }) => secondsPerPart * (defective + good)) / parts,
  }
}

/** Without a part nothing is known. */
function shareOf(errors: number, parts: number) {
  const { lower, upper } = parts === 0 ? { lower: 0, upper: 1 } : clopperPearson(errors, parts)
  return { errors, parts, lower95: lower, upper95: upper }
}

/** Against the truth; null where one answer alone was ever given. */
function kappaOf({
  defective,
  escapes,
  good,
  falseRejects,
}: Pick<HandRound, 'defective' | 'escapes' | 'good' | 'falseRejects'>): number | null {
  const table = [
    [defective - escapes, escapes],
    [falseRejects, good - falseRejects],
  ]
  const { expected, kappa: value } = kappa(table)
  return expected === 1 || !Number.isFinite(value) ? null : value
}
