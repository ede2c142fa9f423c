import { productLines } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import type { Scenario } from '../contract/scenario.ts'
import type { Settings } from '../contract/setting.ts'
import { loadScenario } from '../io/config.ts'
import type { EyesPlan } from '../io/eyes.ts'
import { loadModel } from '../io/model.ts'
import { placeSecond } from '../io/second-eye.ts'

/** Everything about a run that is settled before it starts. */
export interface RunPlan extends EyesPlan {
  readonly runId: string
  readonly line: string
  readonly scenario: Scenario & { readonly name: string }
  readonly seed: number
  /** Of the first part. */
  readonly firstSequence: number
  /** null: simulated parts. */
  readonly folder: string | null
  readonly isSimulated: boolean
  readonly replayCommand: string
}

/** @throws JidokaError for an unknown scenario or line, a missing model, or a card and a model that do not belong together */
export async function planRun(settings: Settings, root: string, clock: Clock): Promise<RunPlan> {
  const scenario = loadScenario(settings.scenario, root)
  const seed = settings.seed ?? scenario.seed
  const folder = folderOf(settings.source)
  if (folder && settings.fromS > 0)
    throw new JidokaError('CONFIG_INVALID', 'fromS begins a scenario later, and photographs have none.')
  const lines = Object.keys(productLines)
  if (!folder && !lines.includes(scenario.line)) {
    throw new JidokaError(
      'LINE_UNKNOWN',
      `The scenario makes ${scenario.line}; there are ${lines.join(', ')}.`,
    )
  }
  const { card, modelPath, second } = await loadModel(settings.model || scenario.line, {
    root,
    key: settings.modelKey,
  })
  if (!card)
    throw new JidokaError(
      'CARD_INVALID',
      `The model ${modelPath} has no card, and a line needs one to decide.`,
    )
  if (!folder && card.recipe.line !== scenario.line) {
    throw new JidokaError(
      'LINE_UNKNOWN',
      `The model ${card.name} inspects ${card.recipe.line}, the scenario makes ${scenario.line}.`,
    )
  }
  if (!second && settings.secondLook.includes('://')) {
    throw new JidokaError(
      'CONFIG_INVALID',
      `secondLook is ${settings.secondLook}, but the model ${card.name} names none that looks again.`,
    )
  }
  return {
    runId: `${folder ? 'folder' : seed}-${clock.nowMs().toString(36)}`,
    line: card.recipe.line,
    scenario,
    seed,
    firstSequence: Math.round(settings.fromS * scenario.partsPerSecond),
    folder,
    isSimulated: folder === null,
    card,
    modelPath,
    second: placeSecond(second, settings),
    replayCommand: replayCommand(settings, folder, seed),
  }
}

function replayCommand(
  { model, secondLook, scenario, fromS }: Settings,
  folder: string | null,
  seed: number,
) {
  const what = folder ? `--source "folder:${folder}"` : `--scenario ${shellWord(scenario)} --seed ${seed}`
  const words = [
    `npx jidoka start ${what}`,
    !folder && fromS > 0 && `--from-s ${fromS}`,
    model && `--model "${model}"`,
    // Another host finds what this one would.
    secondLook === 'off' && '--second-look off',
    !folder && '--fast',
  ]
  return words.filter(Boolean).join(' ')
}

function folderOf(source: string): string | null {
  if (source === 'simulated') return null
  const match = /^folder:(.+)$/.exec(source)
  if (!match?.[1])
    throw new JidokaError(
      'CONFIG_INVALID',
      `The source ${source} is neither \`simulated\` nor \`folder:<dir>\`.`,
    )
  return match[1]
}

/** Double quotes hold in POSIX shells, cmd and PowerShell alike. */
const shellWord = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `"${text}"`)
