import path from 'node:path'
import type { Command } from 'commander'
import { dataSetFormats } from './contract/data-set.ts'
import { machineKinds } from './contract/machine.ts'
import type { Shell } from './io/shell.ts'
import { examples, refuseIdle, share, wholeNumberFrom } from './option.ts'
import type { Outcome } from './verb.ts'

const ofParts = ['line', 'parts', 'prevalence', 'format']

/** The command that writes what was simulated. */
export function addGenerate(program: Command, shell: Shell, outcome: Outcome): void {
  const format = program
    .createOption(
      '--format <format>',
      'layout; raw: one file of frames and one of masks, for training; sheet: one .webp picture of 18 parts, half of them defective',
    )
    .choices([...dataSetFormats, 'sheet'])
    .default('mvtec')
  const machine = program
    .createOption('--machine <kind>', 'lives of machines instead, as a forecast sees them: for training')
    .choices(machineKinds)
  program
    .command('generate')
    .description('Write simulated parts as a labelled data set: images, masks, sizes, a card, checksums.')
    .requiredOption('--out <folder>', 'the folder to make, or the file of a sheet')
    .option('--line <line>', 'product line', 'steel-strip')
    .option('--parts <n>', 'how many', wholeNumberFrom(1), 100)
    .option('--prevalence <share>', 'share of defective parts, 0 to 1', share, 0.5)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumberFrom(0), 1)
    .addOption(format)
    .addOption(machine)
    .option('--lives <n>', 'how many, with --machine', wholeNumberFrom(1), 100)
    .addHelpText(
      'after',
      examples(
        'jidoka generate --out parts --parts 500',
        'jidoka generate --out hard --format coco --prevalence 0.2 --seed 42',
        'jidoka generate --out sheet.webp --format sheet --line pcb',
        'jidoka generate --out lives --machine mill-spindle --lives 1000',
      ),
    )
    .action(async (options, given: Command) => {
      const out = path.resolve(options.out)
      if (options.machine) refuseIdle(given, ofParts, 'is of parts, not of machines')
      else refuseIdle(given, ['lives'], 'is of machines: give --machine too')
      if (options.format === 'sheet') {
        const { sheet } = await import('./command/sheet.ts')
        return await sheet({ ...options, out })
      }
      const order = { ...options, out, edge: shell.edge, err: shell.err, signal: shell.interruption() }
      if (options.machine) {
        const { generateLives } = await import('./command/generate-lives.ts')
        outcome.exitCode = await generateLives(order)
        return
      }
      const { generate } = await import('./command/generate.ts')
      outcome.exitCode = await generate(order)
    })
}
