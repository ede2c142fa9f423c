import { type UpkeepGame as Game, type UpkeepStop, upkeepTally } from '../../edge/contract/upkeep-game.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { isUpkeepOver, upkeepStops } from '../upkeep.ts'

/** What the player has spent so far; at the end beside the policies, on the very same lives. */
export function UpkeepAccount({ game }: { readonly game: Game }) {
  const { upkeep: word, policies, machines } = words.value
  const stops = upkeepStops.value
  if (stops.length === 0) return null
  const policyRows = game.policies.map(({ policy, stops: theirs }) => ({
    name:
      policy === 'calendar'
        ? word.calendar(machines.hours(decimal(game.calendarAgeH, language.value)))
        : policies.policy[policy],
    stops: theirs,
    class: '',
  }))
  const rows: readonly { name: string; stops: readonly UpkeepStop[]; class: string }[] = [
    { name: word.you, stops, class: 'you' },
    ...(isUpkeepOver.value ? policyRows : []),
  ]
  return (
    <>
      <table class="lesson-table upkeep-account">
        <thead>
          <tr>
            <td />
            <th scope="col">{word.failures}</th>
            <th scope="col">{word.ran}</th>
            <th scope="col">{word.cost}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <AccountRow key={row.name} name={row.name} className={row.class} stops={row.stops} game={game} />
          ))}
        </tbody>
      </table>
      {isUpkeepOver.value && <p class="hint">{word.few}</p>}
    </>
  )
}

interface AccountRowProps {
  readonly name: string
  readonly className: string
  readonly stops: readonly UpkeepStop[]
  readonly game: Game
}

function AccountRow({ name, className, stops, game }: AccountRowProps) {
  const { ranH, failures, cost } = upkeepTally(stops, game.costs)
  return (
    <tr class={className}>
      <th scope="row">{name}</th>
      <td>
        {words.value.upkeep.of(decimal(failures, language.value), decimal(stops.length, language.value))}
      </td>
      <td>{words.value.machines.hours(decimal(ranH, language.value))}</td>
      <td>{cost === null ? '–' : decimal(cost, language.value, 2)}</td>
    </tr>
  )
}
