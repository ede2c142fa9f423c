import { expect, it } from 'vitest'
import { renderReport } from '../../edge/report/report.ts'
import { sampleReport, usualReport } from './sample-report.ts'

it('draws what upkeep costs under each policy, the dearest full, with the command that measured it', async () => {
  const [line] = (await usualReport()).lines
  if (!line) throw new Error('the sample has no line')
  const page = renderReport(sampleReport([line]), 'en')
  const said = ['Stamping press', 'saves 36', 'run to failure', '4.10', '1.40', '13.20', 'width="100.0"']
  const drawn = ['width="34.1"', 'npx jidoka prognose --machine stamping-press --lives 2000 --seed 1']
  expect([...said, ...drawn].filter((fact) => !page.includes(fact))).toEqual([])
  expect(renderReport(sampleReport([{ ...line, upkeep: null }]), 'en')).not.toContain('run to failure')
})
