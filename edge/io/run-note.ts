import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** How to reach the service that runs on a data folder: for `jidoka listen`, and for nobody but the same user. */
export const RunNote = z.object({
  httpUrl: z.url(),
  mqttUrl: z.url(),
  viewerUser: z.string(),
  viewerPassword: z.string(),
})
export type RunNote = z.infer<typeof RunNote>

const noteFile = (dataFolder: string): string => path.join(dataFolder, 'run.json')

/** Written whole or not at all; readable by the user alone where the system knows file modes. */
export function writeRunNote(dataFolder: string, note: RunNote): void {
  const draft = `${noteFile(dataFolder)}.${process.pid}`
  fs.rmSync(draft, { force: true })
  fs.writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600, flag: 'wx' })
  fs.renameSync(draft, noteFile(dataFolder))
}

/** The note of the service that runs, or ran last, on this folder; null if there is none. */
export function readRunNote(dataFolder: string): RunNote | null {
  try {
    return RunNote.parse(JSON.parse(fs.readFileSync(noteFile(dataFolder), 'utf8')))
  } catch {
    return null
  }
}

export function removeRunNote(dataFolder: string): void {
  fs.rmSync(noteFile(dataFolder), { force: true })
}
