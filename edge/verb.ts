import type { Command } from 'commander'
import { JidokaError } from './contract/error.ts'
import { mostCrops, secondLookPath } from './contract/second-look.ts'
import { Settings, secretSettings } from './contract/setting.ts'
import { openToTheRoom } from './io/classroom-bind.ts'
import { wallClock } from './io/clock.ts'
import { environment, loadSettings, optionName, readSettings } from './io/config.ts'
import { readRunNote } from './io/run-note.ts'
import type { Shell } from './io/shell.ts'
import { examples, port, secondLookOption, secondPlace } from './option.ts'

/** The commands and their options. Each loads its work only when it is called, so that `--help` is quick. */

/** What a command says by its exit code: 1 is `the answer is no`. */
export interface Outcome {
  exitCode: number
}

export function addStart(program: Command, shell: Shell, outcome: Outcome): void {
  const start = withSettings(program.command('start'))
    .description('Run the line, the broker and the andon board until Ctrl-C.')
    .option('--open', 'open the board in the browser')
    .option('--classroom', 'let trainees join on their own devices: open to the network, with TLS')
    .option('--fast', 'run the simulated time of the scenario as fast as it goes and print its log sha256')
    .addHelpText(
      'after',
      examples(
        'jidoka start --open',
        'jidoka start --classroom',
        'jidoka start --scenario dim-lamp --seed 7 --fast',
        'jidoka start --source folder:photographs --model mine.onnx',
      ),
    )
  start.action(async ({ config, open, classroom, fast, ...flags }) => {
    const sources = { configPath: config, env: environment(), flags }
    const settings = classroom ? openToTheRoom(readSettings(sources), wallClock) : loadSettings(sources)
    const interruption = shell.interruption()
    if (fast) {
      const { runFast } = await import('./fast.ts')
      await runFast(settings, shell)
      // Ended by a person, the day has no hash: that is neither a yes nor a no.
      if (interruption.aborted) outcome.exitCode = 130
      return
    }
    const { startService } = await import('./main.ts')
    const service = await startService(settings, {
      ...shell,
      shouldOpen: open === true,
      isClassroom: classroom === true,
    })
    const stopped = new Promise<void>((resolve) => {
      if (interruption.aborted) resolve()
      interruption.addEventListener('abort', () => resolve(), { once: true })
    })
    try {
      await Promise.race([service.done, stopped])
    } finally {
      await service.stop()
    }
  })
}

export function addInspect(program: Command, shell: Shell, outcome: Outcome): void {
  program
    .command('inspect')
    .description('Inspect images: files, folders or globs of jpg, png, webp, tiff and bmp, of any size.')
    .argument('<images...>', 'files, folders or globs')
    .option('--model <model>', 'name in models/, or path of an .onnx file', 'steel-strip')
    .option(
      '--card <file>',
      'card of the model (card.json); without one, a bare .onnx gives raw outputs and NotDecidable',
    )
    .option(...secondLookOption)
    .option('--json', 'one JSON object an image on stdout')
    .addHelpText(
      'after',
      examples(
        'jidoka inspect part.png',
        "jidoka inspect 'shift-1/**/*.jpg' --json",
        'jidoka inspect folder --model mine.onnx --card card.json',
      ),
    )
    .action(async (patterns: string[], { model, card, secondLook, json }) => {
      const { inspect } = await import('./command/inspect.ts')
      outcome.exitCode = await inspect({
        patterns,
        model,
        card,
        secondLook: secondPlace(secondLook),
        isJson: json === true,
        root: shell.root,
        out: shell.out,
        err: shell.err,
      })
    })
}

export function addListen(program: Command, shell: Shell): void {
  program
    .command('listen')
    .description('Print what goes over the bus, of the running service or of any broker.')
    .argument('[topics...]', 'topic filters; all topics of the line when left out')
    .option('--url <url>', 'broker, such as mqtt://127.0.0.1:1883; the running service when left out')
    .option('--user <name>')
    .option('--password <password>')
    .option('--data <folder>', 'data folder of the running service')
    .option('--json', 'one JSON object a message on stdout')
    .addHelpText(
      'after',
      examples('jidoka listen', "jidoka listen 'jidoka/+/+/+/+/+/_inspect/v1/defect' --json"),
    )
    .action(async (topics: string[], { url, user, password, data, json }) => {
      const { allTopics, listen } = await import('./command/listen.ts')
      const { out, err } = shell
      const broker = brokerOf({ url, user, password, data })
      const filters = topics.length > 0 ? topics : allTopics
      await listen({ ...broker, filters, isJson: json === true, out, err, signal: shell.interruption() })
    })
}

/** What was given on the command line; the rest from the note of the running service. */
function brokerOf(given: Readonly<Partial<Record<'url' | 'user' | 'password' | 'data', string>>>) {
  const { data, adminPassword, brokerPassword } = loadSettings({
    env: environment(),
    flags: { data: given.data },
  })
  const note = given.url ? null : readRunNote(data)
  const url = given.url ?? note?.mqttUrl
  if (!url) throw new JidokaError('BROKER_UNREACHABLE', `No service runs on ${data}, and no --url was given.`)
  const user = given.user ?? note?.viewerUser ?? ''
  // Read again after each loss of the link; another broker is never told the password of this service's viewers.
  const noted = () => (given.url ? undefined : readRunNote(data)?.viewerPassword || brokerPassword)
  const password = () => given.password ?? (user === 'admin' ? adminPassword : noted())
  return { url, user, password: password() ?? '', renewPassword: password }
}

export function addWork(program: Command, shell: Shell): void {
  const command = program
    .command('work')
    .description(
      'One more worker until Ctrl-C: look again, with the larger model, for services on other hosts; with --broker, take jobs of `jidoka verify --broker`.',
    )
    .option(
      '--host <address>',
      'where to listen; beyond loopback only with JIDOKA_SECOND_LOOK_TOKEN',
      '127.0.0.1',
    )
    .option('--port <n>', 'HTTP port; 0 takes any free one', port, 8090)
    .option(
      '--model <model>',
      'name in models/, or path of an .onnx file with its card.json beside it',
      'general',
    )
  withSettings(command, [
    'workers',
    'queueCapacity',
    'logLevel',
    'root',
    'broker',
    'brokerUser',
    'brokerCa',
    'modelKey',
  ])
    .addHelpText('after', `\n${workHelp}`)
    .addHelpText(
      'after',
      examples(
        'jidoka work',
        'jidoka work --host 0.0.0.0 --port 8090',
        'jidoka work --broker mqtt://broker:1883',
      ),
    )
    .action(async ({ config, host, port, model, ...flags }) => {
      const settings = loadSettings({ configPath: config, env: environment(), flags })
      if (settings.broker !== '') {
        const { workOnJobs } = await import('./command/work-jobs.ts')
        return workOnJobs(settings, shell)
      }
      const { work } = await import('./command/work.ts')
      await work({ host, port, model, settings, shell })
    })
}

const workHelp = `POST ${secondLookPath}?count=<n>&sha256=<of the model>, application/octet-stream: up to ${mostCrops} crops,
count x 3 x side x side bytes. The answer: their maps, float32, little-endian. GET /livez answers anybody.`

export function addDoctor(program: Command, shell: Shell, outcome: Outcome): void {
  withSettings(program.command('doctor'), [
    'data',
    'port',
    'mqttPort',
    'tlsCert',
    'tlsKey',
    'tlsCa',
    'modelKey',
  ])
    .description('Check this computer and this clone; exit code 1 when something is wrong.')
    .option('--json', 'one JSON object on stdout')
    .addHelpText('after', examples('jidoka doctor', 'jidoka doctor --port 9000 --json'))
    .action(async ({ json, config, ...flags }) => {
      const settings = loadSettings({ configPath: config, env: environment(), flags })
      const { doctor } = await import('./command/doctor.ts')
      outcome.exitCode = await doctor({ settings, root: shell.root, isJson: json === true, out: shell.out })
    })
}

/** One option for each setting that may be seen in a list of processes. */
function withSettings(command: Command, names: readonly string[] = Object.keys(Settings.shape)): Command {
  const secrets: readonly string[] = secretSettings
  for (const [name, schema] of Object.entries(Settings.shape)) {
    if (!names.includes(name) || secrets.includes(name)) continue
    command.option(`${optionName(name)} <value>`, schema.description)
  }
  return command.option('--config <file>', 'YAML file of settings')
}
