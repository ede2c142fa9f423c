import type { Command } from 'commander'
import type { Shell } from './io/shell.ts'
import { examples, openShare, positive, refuseIdle, wholeNumberFrom } from './option.ts'

const size = (text: string): number | 'auto' => (text === 'auto' ? text : wholeNumberFrom(32)(text))

export function addTeach(program: Command, shell: Shell): void {
  program
    .command('teach')
    .description(
      'Teach a new product from images of good parts alone, on this computer; the model is an .onnx file.',
    )
    .argument('<folder>', 'good images: <folder>/train/good as in MVTec, or a plain folder')
    .requiredOption('--name <name>', 'what `--model` finds it by from then on')
    .option('--size <px>', 'pixels of the shorter side that the model sees, or auto', size, 'auto' as const)
    .option(
      '--latency-budget <ms>',
      'p99 of a look on one thread of this computer: a smaller model, or a refusal',
      positive,
    )
    .option(
      '--defects <dir>',
      'images of defects to try the model on; from 10 on learnt from, where that helps',
    )
    .option('--add <dir>', 'more good images for a taught model: says which verdicts change')
    .option('--accept', 'with --add: the new model takes the place of the old one')
    .option('--replace', 'a model of this name that was taught before gives way')
    .option('--holdout <share>', 'share of the images that the threshold is proved on', openShare, 0.2)
    .option('--seed <n>', 'the same seed and images give the same model', wholeNumberFrom(0), 1)
    .option('--json', 'one JSON object on stdout, as the last line')
    .addHelpText(
      'after',
      examples(
        'jidoka teach photographs --name bottle',
        'jidoka teach photographs --add reviewed --name bottle --accept',
        'jidoka teach mvtec/screw --name screw --size 384 --json',
      ),
    )
    .action(async (folder: string, { json, accept, replace, ...options }, given: Command) => {
      if (options.add === undefined) refuseIdle(given, ['accept'], 'is of more images: give --add too')
      const { teach } = await import('./command/teach.ts')
      await teach({
        ...{ ...options, folder, shell, isJson: json === true },
        ...{ isAccepted: accept === true, isReplacing: replace === true },
      })
    })
}
