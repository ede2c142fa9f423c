import { Assumptions } from '../contract/assumption.ts'
import { JidokaError } from '../contract/error.ts'
import { nearest } from '../core/nearest.ts'
import { readText } from './text-file.ts'
import { readYaml } from './yaml.ts'

/**
 * What labour and money rest on: the defaults, and what a YAML file changes of them (seeds/assumptions.yaml has all).
 * Throws CONFIG_INVALID for a file that cannot be read, YAML_INVALID with the line of every bad field.
 */
export function loadAssumptions(file?: string): Assumptions {
  if (file === undefined) return Assumptions.parse({})
  const yaml = readYaml(readText(file), file)
  const parsed = Assumptions.safeParse(yaml.value ?? {})
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => at(name, `no such assumption${didYouMean(name)}`))
      : at(String(issue.path[0] ?? ''), issue.message),
  )
  throw new JidokaError('YAML_INVALID', `${file}, ${faults.join('; ')}.`)

  function at(name: string, cause: string): string {
    return `line ${yaml.lineOf([name])}: ${name || 'file'}: ${cause}`
  }
}

function didYouMean(name: string): string {
  const guess = nearest(name, Object.keys(Assumptions.shape))
  return guess ? `, did you mean ${guess}?` : ''
}
