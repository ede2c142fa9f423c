import { useEffect, useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import { type MachineKind, machineKinds } from '../../edge/contract/machine.ts'
import type { Clock } from '../../edge/contract/port.ts'
import type { UpkeepGame as Game, UpkeepLife } from '../../edge/contract/upkeep-game.ts'
import { upkeepRounds } from '../../edge/contract/upkeep-game.ts'
import { decimal } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { fanColumns } from '../machine-fold.ts'
import {
  isUpkeepOver,
  pauseUpkeep,
  replaceUnit,
  runLife,
  startUpkeep,
  stopUpkeep,
  upkeepAgeH,
  upkeepAt,
  upkeepGame,
  upkeepLife,
  upkeepMachine,
  upkeepProblem,
  upkeepRound,
  upkeepState,
  upkeepStops,
} from '../upkeep.ts'
import { isToldToAct, shownLife } from '../upkeep-fold.ts'
import { fanOptions } from './fan-option.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'
import { UpkeepAccount } from './upkeep-account.tsx'

interface Props {
  readonly clock: Clock
}

/** When to stop the machine, with money: the same simulated lives for the player and for four policies. */
export function UpkeepGame({ clock }: Props) {
  useEffect(() => stopUpkeep, [])
  const word = words.value.upkeep
  const [game, life] = [upkeepGame.value, upkeepLife.value]
  return (
    <Panel id="upkeep" title={word.title} aside={<span class="hint">{words.value.machines.simulated}</span>}>
      {game && life ? <Playing game={game} life={life} clock={clock} /> : <Start clock={clock} />}
      {game && <UpkeepAccount game={game} />}
    </Panel>
  )
}

function Start({ clock }: Props) {
  const word = words.value.upkeep
  const problem = upkeepProblem.value
  const isDealing = upkeepState.value === 'dealing'
  return (
    <div class="upkeep">
      <p>{word.intro}</p>
      <div class="upkeep-choice">
        <Choice />
        <button
          type="button"
          class="main"
          aria-disabled={isDealing}
          onClick={() => !isDealing && void startUpkeep(clock)}
        >
          {isDealing ? word.dealing : word.start}
        </button>
      </div>
      <p class="hint">{word.sameRound}</p>
      {problem && (
        <p class="notice" role="alert">
          {problem === 'away' ? words.value.machines.away : problem}
        </p>
      )}
    </div>
  )
}

function Choice() {
  const word = words.value.upkeep
  return (
    <>
      <label>
        {word.machine}
        <select
          value={upkeepMachine.value}
          onChange={(event) => {
            upkeepMachine.value = event.currentTarget.value as MachineKind
          }}
        >
          {machineKinds.map((kind) => (
            <option key={kind} value={kind}>
              {nameOf(kind)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {word.round}
        <select
          value={upkeepRound.value}
          onChange={(event) => {
            upkeepRound.value = Number(event.currentTarget.value)
          }}
        >
          {Array.from({ length: upkeepRounds }, (_, index) => (
            <option key={index} value={index + 1}>
              {decimal(index + 1, language.value)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

function Playing({ game, life, clock }: Props & { readonly game: Game; readonly life: UpkeepLife }) {
  const { upkeep: word, life: lifeWord, machines } = words.value
  const [state, at] = [upkeepState.value, upkeepAt.value]
  const hasEnded = state === 'between'
  const data = useMemo(
    () => fanColumns(shownLife(life, at, hasEnded)) as unknown as uPlot.AlignedData,
    [life, at, hasEnded],
  )
  const number = upkeepStops.value.length + (hasEnded ? 0 : 1)
  const label = word.unit(decimal(number, language.value), decimal(game.lives.length, language.value))
  const mustAct = isToldToAct(life, upkeepAgeH.value)
  return (
    <div class="upkeep">
      <div class="upkeep-now">
        <b>{label}</b>
        <span class="mono">{machines.hours(decimal(upkeepAgeH.value, language.value))}</span>
        {!hasEnded && <Advised mustAct={mustAct} />}
      </div>
      <p class="hint keys">
        {lifeWord.axes}
        <span class="key fan">{lifeWord.fan}</span>
        <span class="key median">{lifeWord.median}</span>
        {hasEnded && <span class="key truth">{lifeWord.truth}</span>}
      </p>
      <Plot
        label={lifeWord.chart(label)}
        data={data}
        options={(place) => fanOptions(place, game.limits, { plan: lifeWord.plan, act: lifeWord.act })}
        shape={game.machine}
      />
      {hasEnded ? <Ended life={life} clock={clock} /> : <Hands clock={clock} />}
    </div>
  )
}

function Advised({ mustAct }: { readonly mustAct: boolean }) {
  const { advice } = words.value
  return (
    <span class={`upkeep-advice ${mustAct ? 'act' : 'none'}`} role="status">
      {mustAct ? advice.level.act : advice.level.none}
    </span>
  )
}

function Hands({ clock }: Props) {
  const word = words.value.upkeep
  const isPaused = upkeepState.value === 'paused'
  return (
    <div class="upkeep-hands">
      <button type="button" class="main" onClick={replaceUnit}>
        {words.value.advice.press.replace}
      </button>
      <button type="button" onClick={() => (isPaused ? runLife(clock) : pauseUpkeep())}>
        {isPaused ? word.goOn : word.pause}
      </button>
      <button type="button" class="quiet" onClick={stopUpkeep}>
        {word.stop}
      </button>
    </div>
  )
}

function Ended({ life, clock }: Props & { readonly life: UpkeepLife }) {
  const { upkeep: word, machines } = words.value
  const hours = (value: number) => machines.hours(decimal(value, language.value))
  const stop = upkeepStops.value.at(-1)
  if (!stop) return null
  const said = stop.isFailure
    ? (life.isSudden ? word.sudden : word.failed)(hours(stop.ranH))
    : word.replaced(hours(stop.ranH), hours(life.failsAtH - stop.ranH))
  return (
    <>
      <p role="status">{said}</p>
      <div class="upkeep-hands">
        {isUpkeepOver.value ? (
          <button type="button" class="main" onClick={stopUpkeep}>
            {word.again}
          </button>
        ) : (
          <button type="button" class="main" onClick={() => runLife(clock)}>
            {word.next}
          </button>
        )}
      </div>
    </>
  )
}
