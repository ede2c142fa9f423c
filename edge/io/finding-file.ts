import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { MachineKind } from '../contract/machine.ts'
import { MachineFinding } from '../contract/prognosis.ts'
import { fromJson } from './card-file.ts'

/** What `jidoka prognose --machine` found of this kind, kept beside its model; null: nothing that can be read. */
export async function readFinding(kind: MachineKind, root: string): Promise<MachineFinding | null> {
  const file = path.join(root, 'models', 'forecast', kind, 'measured.json')
  const parsed = MachineFinding.safeParse(fromJson(await readFile(file, 'utf8').catch(() => '')))
  return parsed.success ? parsed.data : null
}
