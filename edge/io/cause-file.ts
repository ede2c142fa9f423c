import path from 'node:path'
import { CauseTable } from '../contract/cause.ts'
import { JidokaError } from '../contract/error.ts'
import { readText } from './text-file.ts'
import { readYaml } from './yaml.ts'

/**
 * From symptoms to causes and actions: `<root>/seeds/causes.yaml`.
 *
 * @throws {JidokaError} CONFIG_INVALID for a file that cannot be read, YAML_INVALID with the line of every bad field
 */
export function loadCauses(root: string): CauseTable {
  const file = path.join(root, 'seeds', 'causes.yaml')
  return parseCauses(readText(file), file)
}

/** @throws {JidokaError} YAML_INVALID */
export function parseCauses(text: string, file: string): CauseTable {
  const yaml = readYaml(text, file)
  const parsed = CauseTable.safeParse(yaml.value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => {
    const where = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    return `line ${yaml.lineOf(where)}: ${where.join('.') || 'file'}: ${issue.message}`
  })
  throw new JidokaError('YAML_INVALID', `${file}, ${faults.join('; ')}.`)
}
