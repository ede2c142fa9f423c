import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'

/** The book's file in the data folder. */
export const bookFile = 'book.sqlite'

/**
 * Makes `folder` if it is absent, and tries to write in it.
 *
 * @throws JidokaError FOLDER_READ_ONLY
 */
export function makeWritable(folder: string): void {
  const probe = path.join(folder, '.write-probe')
  try {
    makeFolderPath(path.resolve(folder))
    writeFileSync(probe, '')
    rmSync(probe)
  } catch {
    throw new JidokaError('FOLDER_READ_ONLY', `The folder ${folder} cannot be written.`)
  }
}

/** Level by level: `mkdirSync` with `recursive` never returns below folders such as /proc, which exist and refuse with ENOENT. */
export function makeFolderPath(folder: string): void {
  if (existsSync(folder)) return
  const above = path.dirname(folder)
  if (above !== folder) makeFolderPath(above)
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process was quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
