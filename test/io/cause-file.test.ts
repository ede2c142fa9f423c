import { describe, expect, it } from 'vitest'
import { machineKinds } from '../../edge/contract/machine.ts'
import { machineWordsEn, machineWordsZh } from '../../edge/contract/machine-word.ts'
import { loadCauses, parseCauses } from '../../edge/io/cause-file.ts'
import { root } from '../law/source.ts'

const faultOf = (text: string): string => {
  try {
    parseCauses(text, 'causes.yaml')
    return ''
  } catch (error) {
    return (error as { line: string }).line
  }
}
const row =
  '  - symptoms: [knock]\n    cause: spall\n    action: replace\n    severity: 7\n    occurrence: 5\n'

describe('the table of causes', () => {
  const table = loadCauses(root)

  it('knows every machine of the plant', () => {
    expect(Object.keys(table).sort()).toEqual([...machineKinds].sort())
  })

  it('has every cause and action in both languages of the board', () => {
    const said = Object.values(table).flatMap((rows) => rows.flatMap(({ cause, action }) => [cause, action]))
    expect(said.filter((text) => machineWordsEn[text] !== text || !machineWordsZh[text])).toEqual([])
  })

  it('names file and line of every fault in one message', () => {
    expect(faultOf(`mill-spindle:\n${row}`)).toMatch(
      /^YAML_INVALID: causes\.yaml, line 2: mill-spindle\.0\.detection: .+\. Correct the named line/,
    )
    expect(faultOf(`mill-spindle:\n${row}    detection: 11\n    colour: red\n`)).toMatch(
      /line 7: mill-spindle\.0\.detection: .*; line 8: mill-spindle\.0\.colour: /,
    )
    expect(faultOf('mill-spindle: [')).toMatch(/^YAML_INVALID: causes\.yaml, line 1, column/)
  })

  it('says when it is not there', () => {
    expect(() => loadCauses('nowhere')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})
