import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'

/** Where a program is that a command names, as the system looks for it. */
export function findProgram(
  name: string,
  { env, folder }: { env: Readonly<Record<string, string | undefined>>; folder: string },
): string | undefined {
  if (name === '') return undefined
  if (name.includes('/') || (process.platform === 'win32' && name.includes('\\'))) {
    const file = resolve(folder, name)
    return canRun(file) ? file : undefined
  }
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((part) => part !== '')
  return folders.flatMap((part) => endings.map((ending) => resolve(folder, part, name + ending))).find(canRun)
}

export function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
