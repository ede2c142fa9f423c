import { Command, CommanderError } from 'commander'
import { JidokaError } from './contract/error.ts'
import { environmentName } from './contract/setting.ts'
import { environment } from './io/config.ts'
import { createShell, type Launch, type Shell } from './io/shell.ts'
import { examples } from './option.ts'
import { addDoctor, addInspect, addListen, addStart, addWork, type Outcome } from './verb.ts'
import { addBench } from './verb-bench.ts'
import { addCalibrate, addClaims, addJudge, addPrognose, addVerify } from './verb-evidence.ts'
import { addGenerate } from './verb-generate.ts'
import { addPlan, addQuantize } from './verb-plan.ts'
import { addTeach } from './verb-teach.ts'
import { addUser } from './verb-user.ts'

/** Runs the command line and returns the exit code: 0 done, 1 the answer is no, 2 bad usage or bad input. */
export async function main(launch: Launch, args: readonly string[] = process.argv.slice(2)): Promise<number> {
  const shell = createShell(launch)
  const outcome = { exitCode: 0 }
  try {
    await createProgram(shell, outcome).parseAsync(args, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return endOfCommander(error, shell)
    shell.err.write(`${faultLine(error)}\n`)
    return 2
  }
}

/** Help and version have been printed and are no fault. */
function endOfCommander(error: CommanderError, shell: Shell): number {
  if (error.exitCode === 0) return 0
  const cause = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
  if (error.code !== 'commander.help')
    shell.err.write(`${new JidokaError('USAGE', `${cause.replace(/\.$/, '')}.`).line}\n`)
  return 2
}

function faultLine(error: unknown): string {
  if (error instanceof JidokaError) return error.line
  if (error instanceof Error && 'line' in error) return String(error.line)
  const isDebug = environment()[environmentName('logLevel')] === 'debug'
  const stack = isDebug && error instanceof Error ? `${error.stack}\n` : ''
  const cause = (error instanceof Error ? error.message : String(error)).split('\n')[0]
  return `${stack}${new JidokaError('INTERNAL', `${cause}.`).line}`
}

function createProgram(shell: Shell, outcome: Outcome): Command {
  const program = new Command('jidoka')
    .description('An edge simulator for AI quality inspection that tests the claims made for it.')
    .version(shell.version)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText(
      'after',
      examples('jidoka start --open', 'jidoka inspect photographs/ --json', 'jidoka doctor'),
    )
  addStart(program, shell, outcome)
  addInspect(program, shell, outcome)
  addGenerate(program, shell, outcome)
  addJudge(program, shell, outcome)
  addPrognose(program, shell)
  addListen(program, shell)
  addVerify(program, shell, outcome)
  addClaims(program, shell, outcome)
  addCalibrate(program, shell)
  addWork(program, shell)
  addBench(program, shell)
  addPlan(program, shell, outcome)
  addQuantize(program, shell, outcome)
  addTeach(program, shell)
  addUser(program, shell)
  addDoctor(program, shell, outcome)
  return program
}
