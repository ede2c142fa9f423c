import type { Command } from 'commander'
import { dataSetKinds } from './contract/data-set.ts'
import { disturbanceNames, type Severity, severities } from './contract/disturbance.ts'
import { JidokaError } from './contract/error.ts'
import { machineKinds } from './contract/machine.ts'
import { prognosisKinds } from './contract/prognosis.ts'
import { tableHelp } from './contract/table-word.ts'
import { environment, loadSettings } from './io/config.ts'
import type { Shell } from './io/shell.ts'
import {
  examples,
  languageOption,
  openShare,
  positive,
  refuseIdle,
  secondLookOption,
  secondPlace,
  share,
  wholeNumberFrom,
} from './option.ts'
import type { Outcome } from './verb.ts'

/** The commands that weigh evidence. */

export function addJudge(program: Command, shell: Shell, outcome: Outcome): void {
  const command = program
    .command('judge')
    .description('Judge the results of any system against the claim: a table, or bare counts.')
    .argument('[table]', 'CSV with the columns part,truth,verdict[,class,size,score]; 1 means defective')
  const judging = addLimits(command)
  for (const [count, of] of Object.entries({ errors: 'n', escapes: 'defective', 'false-rejects': 'good' })) {
    judging.option(`--${count} <n>`, `without a table, with --${of}`, wholeNumberFrom(0))
    judging.option(`--${of} <n>`, 'so many parts', wholeNumberFrom(0))
  }
  judging.option('--json', 'one JSON object on stdout')
  const commands = examples('jidoka judge results.csv', 'jidoka judge --errors 3 --n 5000 --json')
  judging.addHelpText('after', `${tableHelp}\n${commands}`)
  judging.action(async (file: string | undefined, { json, ...options }) => {
    const { judge } = await import('./command/judge.ts')
    outcome.exitCode = await judge({ ...options, file, isJson: json === true, out: shell.out })
  })
}

export function addCalibrate(program: Command, shell: Shell): void {
  program
    .command('calibrate')
    .description(
      'Choose the thresholds of a model on fresh simulated parts, measure it on others, and write its card.',
    )
    .option('--line <line>', 'product line', 'steel-strip')
    .option(
      '--parts <n>',
      'parts to calibrate on; a third as many to measure on',
      wholeNumberFrom(100),
      10_000,
    )
    .option('--folder <dir>', 'where model.onnx and training.json lie; that of the line when left out')
    .option('--leave-out <class>', 'meet no part with a mark of this class, and take no second look')
    .addHelpText('after', examples('jidoka calibrate --line steel-strip --parts 10000'))
    .action(async (options) => {
      const { calibrate } = await import('./command/calibrate.ts')
      await calibrate({ ...options, shell })
    })
}

export function addVerify(program: Command, shell: Shell, outcome: Outcome): void {
  const verifying = program
    .command('verify')
    .description(
      'Inspect parts of known truth and judge the claim on accuracy; the exit code follows the verdict.',
    )
  addPopulation(verifying)
    .option(
      '--model <model>',
      'name in models/, path of an .onnx file, or pass-everything; the model of the line when left out',
    )
    .option(...secondLookOption)
    .addOption(choice(verifying, '--monitor <state>', 'the input monitor', ['on', 'off']).default('on'))
    .option('--sequential', 'end as soon as sequential tests do, long before --parts where the model is good')
    .option('--assumptions <file>', 'YAML of assumptions on labour and money, see seeds/assumptions.yaml')
    .option('--report <file>', 'write an acceptance report, one HTML file')
    .addOption(languageOption(verifying))
  addWorkers(addLimits(verifying))
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      examples(
        'jidoka verify --line steel-strip --parts 20000 --report steel.html',
        'jidoka verify --prevalence 0.002 --model pass-everything',
        'jidoka verify --disturbance all --severity 2 --parts 2500',
        'jidoka verify --dataset mvtec:photographs --model steel-strip --monitor off',
        'jidoka verify --dataset deeppcb,inverted:DeepPCB --model pcb --monitor off',
      ),
    )
    .action(async ({ json, sequential, ...options }, given: Command) => {
      if (options.dataset !== undefined)
        refuseIdle(
          given,
          ['parts', 'prevalence', 'seed'],
          'is of simulated parts: a data set is inspected as it is',
        )
      const { verify } = await import('./command/verify.ts')
      const flags = { isJson: json === true, isSequential: sequential === true, command: shell.command }
      const places = { workers: workersOf(options), secondLook: secondPlace(options.secondLook) }
      outcome.exitCode = await verify({ ...options, ...flags, ...places, shell })
    })
}

/** Who else looks. */
const addWorkers = (command: Command): Command =>
  command
    .option('--broker <url>', 'spread the parts over every `jidoka work --broker` there: the same figures')
    .option('--broker-user <name>', 'on that broker; the password is JIDOKA_BROKER_PASSWORD')
    .option('--broker-ca <file>', 'certificate (PEM) that vouches for that broker')
    .option('--root <level>', 'topic level of those workers')

type Spread = Readonly<
  Partial<Record<'broker' | 'brokerUser' | 'brokerCa' | 'root' | 'dataset' | 'foreign', string>>
>

function workersOf({ broker, brokerUser, brokerCa, root, dataset, foreign }: Spread) {
  if (broker === undefined) return null
  if (dataset !== undefined || foreign !== undefined)
    throw new JidokaError(
      'USAGE',
      `--broker spreads simulated parts; --${dataset === undefined ? 'foreign' : 'dataset'} is on this computer.`,
    )
  return loadSettings({ env: environment(), flags: { broker, brokerUser, brokerCa, root } })
}

const choice = (command: Command, flags: string, about: string, choices: readonly string[]) =>
  command.createOption(flags, about).choices(choices)

/** Which parts are inspected. */
const addPopulation = (command: Command): Command =>
  command
    .option('--line <line>', 'product line, or all', 'all')
    .option(
      '--parts <n>',
      'how many; of each disturbance where several are asked for',
      wholeNumberFrom(1),
      20_000,
    )
    .option('--prevalence <share>', 'share of defective parts, 0 to 1', share, 0.5)
    .option('--seed <n>', 'the same seed gives the same counts on any number of cores', wholeNumberFrom(0), 1)
    .addOption(
      choice(command, '--disturbance <name>', 'what stands between parts and pictures', [
        ...disturbanceNames,
        'all',
      ]),
    )
    .addOption(
      command
        .createOption('--severity <n>', 'of the disturbance, 0 to 5; 1 when left out')
        .argParser(severity),
    )
    .option('--foreign <folder>', 'RGBA cut-outs, pasted on good parts in place of defects')
    .option('--sizes <mm>', 'sizes of the cut-outs, such as 2,4,8', millimetres)
    .option('--dataset <kind:dir>', `labelled images instead; kinds are ${dataSetKinds.join(', ')}`)

const millimetres = (text: string): number[] => text.split(',').map(positive)

const severity = (text: string): Severity => {
  const found = severities.find((one) => String(one) === text)
  if (found === undefined) throw new JidokaError('USAGE', `${text} is not a severity from 0 to 5.`)
  return found
}

/** What must be shown. */
const addLimits = (command: Command): Command =>
  command
    .option('--claim <share>', 'accuracy claimed', openShare, 0.998)
    .option('--max-escape-rate <share>', 'of the defective parts', openShare, 0.02)
    .option('--max-false-reject-rate <share>', 'of the good parts', openShare, 0.05)

export function addClaims(program: Command, shell: Shell, outcome: Outcome): void {
  program
    .command('claims')
    .description(
      'Every claim of seeds/claims.json with its verdict, the evidence, and what the evidence is about.',
    )
    .option('--parts <n>', 'simulated parts to judge accuracy and labour on', wholeNumberFrom(1), 20_000)
    .option('--seed <n>', 'of the simulated parts', wholeNumberFrom(0), 1)
    .option('--json', 'one JSON object a claim')
    .addHelpText('after', examples('jidoka claims', 'jidoka claims --parts 5000 --json'))
    .action(async ({ parts, seed, json }) => {
      const { claims } = await import('./command/claims.ts')
      outcome.exitCode = await claims({ parts, seed, isJson: json === true, shell })
    })
}

export function addPrognose(program: Command, shell: Shell): void {
  program
    .command('prognose')
    .description('Watch a machine: learn its normal behaviour from the first rows, weigh every later one.')
    .option('--csv <file>', 'readings of any machine, one row an instant: commas, semicolons or tabs')
    .option(
      '--train-rows <n>',
      'rows without a fault to learn from, at least 32; left out: 400, or the first half of a file under 800 rows',
      wholeNumberFrom(32),
    )
    .option(
      '--data <kind:path>',
      `a public data set instead, with its scores; kinds are ${prognosisKinds.join(', ')}`,
    )
    .addOption(
      choice(
        program,
        '--machine <kind>',
        'simulated lives instead, each forecast scored against the known failure',
        [...machineKinds, 'all'],
      ),
    )
    .option('--lives <n>', 'so many of each kind, with --machine', wholeNumberFrom(20), 2000)
    .option('--seed <n>', 'of the lives', wholeNumberFrom(0), 1)
    .option('--json', 'one JSON object a row on stdout, as in a pipe; a terminal gets the spans of alarms')
    .addHelpText(
      'after',
      examples(
        'jidoka prognose --csv rig.csv --train-rows 400',
        'jidoka prognose --csv rig.csv | head -3',
        'jidoka prognose --data nab:NAB',
        'jidoka prognose --data ai4i:ai4i2020.csv',
        'jidoka prognose --data cmapss:CMAPSSData',
        'jidoka prognose --machine mill-spindle --lives 500 --seed 7',
      ),
    )
    .action(async ({ json, ...options }, given: Command) => {
      if (options.machine === undefined)
        refuseIdle(given, ['lives', 'seed'], 'is of simulated lives: give --machine too')
      const { prognose } = await import('./command/prognose.ts')
      await prognose({ ...options, isJson: json === true, shell })
    })
}
