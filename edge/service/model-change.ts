import type { Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import { loadModel } from '../io/model.ts'
import { type EyeSwitch, resizing } from './eye-switch.ts'
import { startInspectors } from './inspectors.ts'
import type { RunPlan } from './run-plan.ts'
import type { RunTools } from './run-tools.ts'

/** Lets the model of this path inspect the line's next parts; null: the one that the run began with; nothing happens where it inspects already. */
export type ChangeModel = (modelPath: string | null, by: string) => Promise<void>

/**
 * Exchanges the model of a running line. The evidence starts anew; no part is lost, and none is decided by what did not
 * look at it.
 * @param eyes null: other hosts inspect
 * @throws {JidokaError} REQUEST_INVALID, TOO_MANY_REQUESTS, MODEL_MISSING, MODEL_INVALID, MODEL_UNSIGNED, CARD_INVALID
 */
export function createModelChange(tools: RunTools, eyes: EyeSwitch | null, workers: number): ChangeModel {
  const { settings, shell, plan, decider, clock, log } = tools
  let isBusy = false

  async function cardOf(modelPath: string): Promise<Card> {
    const { card } = await loadModel(modelPath, { root: shell.root, key: settings.modelKey })
    if (!card) throw new JidokaError('CARD_INVALID', `The model ${modelPath} has no card.`)
    return cardForLine(card, plan)
  }

  async function change(eyes: EyeSwitch, modelPath: string | null, by: string): Promise<void> {
    const card = modelPath ? await cardOf(modelPath) : plan.card
    if (card.sha256 === decider.card().sha256) return
    const eyesPlan = modelPath ? { card, modelPath, second: null } : plan
    const pool = await startInspectors(eyesPlan, workers, shell.edge, log)
    await eyes.exchange(modelPath ? resizing(pool, card, clock) : pool, () => decider.use(card, by))
  }

  return async (modelPath, by) => {
    if (!eyes)
      throw new JidokaError(
        'REQUEST_INVALID',
        'Other hosts inspect for this line, with the model that they were started for: start it anew with --model.',
      )
    if (isBusy) throw new JidokaError('TOO_MANY_REQUESTS', 'The model is being exchanged already.')
    isBusy = true
    try {
      await change(eyes, modelPath, by)
    } finally {
      isBusy = false
    }
  }
}

/** The line's limits and scale stay: a size is told in its millimetres, whatever the network's pixels. */
function cardForLine(card: Card, { card: { recipe } }: Pick<RunPlan, 'card'>): Card {
  const pxPerMm = (recipe.pxPerMm * card.input.width) / recipe.widthPx
  return { ...card, recipe: { ...recipe, pxPerMm } }
}
