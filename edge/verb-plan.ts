import path from 'node:path'
import type { Command } from 'commander'
import { JidokaError } from './contract/error.ts'
import type { Shell } from './io/shell.ts'
import { examples, positive, refuseIdle, share, wholeNumberFrom } from './option.ts'
import type { Outcome } from './verb.ts'

/** Reads `2s`, `500ms` or `2`: seconds. */
function seconds(text: string): number {
  const [, amount = '', unit] = /^([\d.]+)\s*(s|ms)?$/.exec(text) ?? []
  if (amount === '') throw new JidokaError('USAGE', `${text} is no time like 2s or 500ms.`)
  return positive(amount) / (unit === 'ms' ? 1000 : 1)
}

/** Reads `2%` or `0.02`. */
const shareOrPercent = (text: string): number =>
  text.endsWith('%') ? share(String(Number(text.slice(0, -1) || Number.NaN) / 100)) : share(text)

/** A limit that some number of parts can demonstrate. */
const demonstrable = (text: string): number => {
  const limit = shareOrPercent(text)
  if (limit < 1e-4 || limit >= 1)
    throw new JidokaError('USAGE', `${text} is no share from 0.01% to under 100%.`)
  return limit
}

const ofLines = [
  ...['lines', 'model', 'serviceMs', 'partMm', 'cameraPx', 'beltMmPerS', 'gateMs', 'p99', 'wait'],
  'assumptions',
]
const ofChangeover = ['setUp', 'images', 'training', 'falseRejects', 'escapes', 'stock']

export function addPlan(program: Command, shell: Shell, outcome: Outcome): void {
  program
    .command('plan')
    .description(
      'Size inspection lines (cameras, workers, review desks, distance to the reject gate), and check the plan by playing it; the exit code says whether it holds.',
    )
    .requiredOption('--takt <time>', 'a part every so often, like 2s or 500ms', seconds)
    .option('--prevalence <share>', 'share of defective parts, like 2%', shareOrPercent, 0.02)
    .option('--lines <n>', 'lines that share the computer and the desk', wholeNumberFrom(1), 1)
    .option('--model <model>', 'name in models/, or path of an .onnx file with its card', 'steel-strip')
    .option('--service-ms <ms>', 'one look takes so long; left out: this computer is measured', positive)
    .option('--part-mm <mm>', 'length of a part; left out: what the model sees at once', positive)
    .option('--camera-px <px>', 'pixels of a camera along the part', positive, 2448)
    .option('--belt-mm-per-s <v>', 'speed of the belt; left out: parts lie 1.5 lengths apart', positive)
    .option('--gate-ms <ms>', 'from verdict until the gate has moved', positive, 150)
    .option('--p99 <ms>', 'what the 99th percentile of part to verdict must keep', positive, 100)
    .option('--wait <s>', 'what 95 of 100 parts may wait at the review desk', positive, 60)
    .option('--assumptions <file>', 'times and places of the desk (seeds/assumptions.yaml)')
    .option('--seed <n>', 'the same seed plays the same parts', wholeNumberFrom(0), 1)
    .option('--json', 'one JSON object on stdout')
    .option('--changeover', 'plan a change of product instead: from first photograph to demonstrated claim')
    .option('--set-up <min>', 'minutes for fixture, lens and lamp', positive, 15)
    .option('--images <n>', 'good parts to learn from', wholeNumberFrom(1), 50)
    .option('--training <s>', 'as `jidoka teach` takes here', positive, 60)
    .option('--false-rejects <share>', 'at most so many of the good parts are refused', demonstrable, 0.002)
    .option('--escapes <share>', 'at most so many of the defective parts pass', demonstrable, 0.02)
    .option('--stock <n>', 'defective parts that lie ready', wholeNumberFrom(0), 0)
    .addHelpText(
      'after',
      examples(
        'jidoka plan --takt 2s --prevalence 2%',
        'jidoka plan --takt 2s --prevalence 1% --changeover --stock 149',
        'jidoka plan --takt 80ms --lines 16 --part-mm 600 --p99 50',
      ),
    )
    .action(async ({ takt, json, changeover: isChangeover, ...options }, given: Command) => {
      if (isChangeover) {
        refuseIdle(given, ofLines, 'is of lines, not of a changeover')
        const { changeover } = await import('./command/changeover.ts')
        const { prevalence, images, escapes: escapeLimit, falseRejects: falseRejectLimit, stock } = options
        const times = { taktS: takt, setUpS: 60 * options.setUp, trainingS: options.training }
        const order = { ...times, prevalence, images, escapeLimit, falseRejectLimit, stock }
        return changeover({ ...order, seed: options.seed, isJson: json === true, shell })
      }
      refuseIdle(given, ofChangeover, 'is of a change of product: give --changeover too')
      const { plan } = await import('./command/plan.ts')
      outcome.exitCode = await plan({ ...options, taktS: takt, isJson: json === true, shell })
    })
}

export function addQuantize(program: Command, shell: Shell, outcome: Outcome): void {
  program
    .command('quantize')
    .description(
      'Make an int8 model of a float32 one, and hold it against the first; the exit code says whether it is faster here.',
    )
    .argument('<model>', 'name in models/, or path of an .onnx file')
    .requiredOption('--out <folder>', 'the folder to make')
    .option('--calibrate <dir>', 'images of what the model will see; left out: parts of its line')
    .option('--operators <list>', 'of Conv, Add, MaxPool, Resize', (text: string) => text.split(','), [
      'Conv',
      'Add',
      'MaxPool',
      'Resize',
    ])
    .option('--json', 'one JSON object on stdout')
    .addHelpText(
      'after',
      examples('jidoka quantize resnet50.onnx --calibrate photographs --out resnet50-int8'),
    )
    .action(async (model: string, { out, json, ...options }) => {
      const { quantize } = await import('./command/quantize.ts')
      const order = { ...options, model, out: path.resolve(out), isJson: json === true, shell }
      outcome.exitCode = await quantize(order)
    })
}
