import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** A file that grows part by part. */
export interface GrowingFile {
  append(bytes: Uint8Array | string): Promise<void>
  /** Nothing more comes: its checksum is known. */
  end(): Promise<void>
}

/** A folder that is being filled; every file in it is in its list of checksums. Names have `/` between levels. */
export interface DataSetFolder {
  makeFolder(name: string): Promise<void>
  add(name: string, bytes: Uint8Array | string): Promise<void>
  grow(name: string): Promise<GrowingFile>
  /** Lets go of all files, whether they were ended or not. */
  close(): Promise<void>
}

/** `checksums` is the file that `sha256sum -c` reads: `<hex>  <name>`, in the order in which files were ended. */
export async function fillFolder(folder: string, checksums: string): Promise<DataSetFolder> {
  const handles: FileHandle[] = []
  const made = new Set<string>()
  const makeFolder = async (name: string) => {
    if (!made.has(name)) await mkdir(path.join(folder, name), { recursive: true })
    made.add(name)
  }
  const openIn = async (name: string): Promise<FileHandle> => {
    await makeFolder(path.posix.dirname(name))
    const handle = await open(path.join(folder, name), 'wx')
    handles.push(handle)
    return handle
  }
  const sums = await openIn(checksums)
  const note = (name: string, hex: string) => sums.appendFile(`${hex}  ${name}\n`)
  return {
    makeFolder,
    async add(name, bytes) {
      await makeFolder(path.posix.dirname(name))
      await writeFile(path.join(folder, name), bytes, { flag: 'wx' })
      await note(name, createHash('sha256').update(bytes).digest('hex'))
    },
    async grow(name) {
      const handle = await openIn(name)
      const hash = createHash('sha256')
      return {
        async append(bytes) {
          hash.update(bytes)
          await handle.appendFile(bytes)
        },
        async end() {
          await handle.close()
          await note(name, hash.digest('hex'))
        },
      }
    },
    async close() {
      for (const handle of handles) await handle.close()
    },
  }
}
