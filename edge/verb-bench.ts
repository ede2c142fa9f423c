import type { Command } from 'commander'
import type { BenchPlan } from './command/bench-plan.ts'
import { type Scenario, scenarios } from './contract/bench.ts'
import { JidokaError } from './contract/error.ts'
import type { Shell } from './io/shell.ts'
import {
  examples,
  languageOption,
  positive,
  refuseIdle,
  secondLookOption,
  secondPlace,
  wholeNumberFrom,
} from './option.ts'

/** Reads `1,2,4`. */
function wholeNumbers(text: string): number[] {
  const values = text.split(',').map(Number)
  if (values.every((value) => Number.isSafeInteger(value) && value >= 1)) return values
  throw new JidokaError('USAGE', `${text} is no list of whole numbers from 1, like 1,2.`)
}

/** Reads `12/s`, or `12`. */
const ratePerS = (text: string): number => positive(text.replace(/\/s$/, ''))

/** What a growing load settles by itself. */
const loads = [
  ...['scenario', 'workers', 'threads', 'batch', 'precision', 'p99', 'parts', 'images'],
  ...['lineRate', 'pricePerHour', 'report', 'language', 'compare'],
]

export function addBench(program: Command, shell: Shell): void {
  const command = program
    .command('bench')
    .description(
      'How fast and how right models are on this computer, each beside a bare loop of the same sessions. Without a model: steel-strip, the rendering of every line, and a sample of every machine.',
    )
    .argument('[models...]', 'names in models/, or paths of .onnx files: any network that takes one image')
  addLoads(command)
  addReports(command)
  command
    .addHelpText(
      'after',
      examples(
        'jidoka bench',
        'jidoka bench steel-strip pcb --workers 1,2 --json',
        'jidoka bench resnet50.onnx --images photographs --scenario offline --threads 1,2',
        'jidoka bench --growth',
        'jidoka bench steel-strip --line-rate 12/s --p99 10 --price-per-hour 0.2',
      ),
    )
    .action(async (models: string[], { json, parts, growth, ...options }, given: Command) => {
      if (options.lineRate === undefined) refuseIdle(given, ['pricePerHour'], 'needs --line-rate')
      if (growth !== undefined) {
        refuseIdle(given, loads, 'does not go with --growth, which has its own loads and no page')
        const { benchGrowth } = await import('./command/bench-growth.ts')
        const { seconds } = options
        const secondLook = secondPlace(options.secondLook)
        const wish = { models, seconds, isJson: json === true, secondLook, shell }
        return await benchGrowth({ ...wish, parts: growth === true ? 1_000_000 : growth })
      }
      const { bench } = await import('./command/bench.ts')
      const wish = { isJson: json === true, isWhole: models.length === 0, parts }
      await bench(planOf(models.length > 0 ? models : ['steel-strip'], options, shell), wish)
    })
}

function addLoads(command: Command): void {
  const scenario = command
    .createOption('--scenario <name>', 'load of MLPerf Inference')
    .choices([...scenarios, 'all'])
    .default('all')
  command
    .addOption(scenario)
    .option('--workers <list>', 'worker threads, a session each', wholeNumbers, [1])
    .option('--threads <list>', 'threads inside a session', wholeNumbers, [1])
    .option('--batch <list>', 'frames of one run; over 1 the network alone is measured', wholeNumbers, [1])
    .option('--precision <list>', 'fp32, int8 or both: int8 is made for the run', precisions, ['fp32'])
    .option('--seconds <s>', 'of each scenario', positive, 5)
    .option('--p99 <ms>', 'what the 99th percentile must keep in the scenario server', positive, 10)
    .option(
      '--parts <n>',
      'send so many more through the line of the first model and watch memory',
      wholeNumberFrom(0),
      0,
    )
    .option(
      '--growth [parts]',
      'instead: what work costs as it grows, of 1 to 16 lines, 1 to 50 boards, and a book of up to so many parts (a million)',
      wholeNumberFrom(1),
    )
    .option('--images <dir>', 'look at these images instead of simulated parts')
    .option(...secondLookOption)
    .option(
      '--broker <url>',
      'publish there, for others to count: mqtt://127.0.0.1:1883 that lets everyone in; left out: a broker inside',
    )
}

function addReports(command: Command): void {
  command
    .option(
      '--line-rate <rate>',
      'parts a second of one line, like 12/s: how many lines this computer carries',
      ratePerS,
    )
    .option(
      '--price-per-hour <price>',
      'of this computer, in any currency: what a million parts cost',
      positive,
    )
    .option('--report <file>', 'write a page: .md, else HTML')
    .addOption(languageOption(command))
    .option('--compare <files...>', 'reports of other computers, as --json wrote them')
    .option('--peers <file>', 'other programs on this computer, as `npm run peers -- --out` wrote them')
    .option('--json', 'one JSON object on one line of stdout')
}

/** Reads `fp32,int8`. */
function precisions(text: string): BenchPlan['precisions'] {
  const names = text.split(',')
  const known = (['fp32', 'int8'] as const).filter((name) => names.includes(name))
  if (known.length === names.length) return known
  throw new JidokaError('USAGE', `${text} is no list of fp32 and int8.`)
}

type Given = Pick<
  BenchPlan,
  'workers' | 'threads' | 'seconds' | 'images' | 'report' | 'language' | 'broker' | 'peers'
> & {
  readonly scenario: Scenario | 'all'
  readonly batch: readonly number[]
  readonly precision: BenchPlan['precisions']
  readonly p99: number
  readonly secondLook?: string
  readonly lineRate?: number
  readonly pricePerHour?: number
  readonly compare?: readonly string[]
}

function planOf(models: readonly string[], options: Given, shell: Shell): BenchPlan {
  const {
    scenario,
    batch,
    precision,
    p99,
    secondLook,
    lineRate,
    pricePerHour = null,
    compare = [],
    ...rest
  } = options
  return {
    ...{ ...rest, models, compare, shell, command: shell.command },
    scenarios: scenario === 'all' ? scenarios : [scenario],
    sizing: lineRate === undefined ? null : { partsPerSPerLine: lineRate, pricePerHour },
    ...{ batches: batch, precisions: precision, boundMs: p99, secondLook: secondPlace(secondLook) },
  }
}
