import { spawn } from 'node:child_process'

/** Opens an address in the person's browser; where there is none, nothing happens: the address is printed anyway. */
export function openInBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, ...args] =
    platform === 'win32'
      ? ['cmd', '/c', 'start', '""', url]
      : platform === 'darwin'
        ? ['open', url]
        : ['xdg-open', url]
  if (!command) return
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
