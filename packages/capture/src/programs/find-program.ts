import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

/** The file that a command means, or why there is none, with the code that shells exit with then. */
export type FoundProgram =
  | { readonly path: string; readonly reason?: undefined }
  | { readonly path?: undefined; readonly reason: string; readonly exitCode: 126 | 127 }

/** Looks for a program as a shell does: a name with a slash is a path, any other is looked for on PATH. */
export function findProgram(
  name: string,
  { path = '', folder }: { readonly path: string | undefined; readonly folder: string },
): FoundProgram {
  const isPath = name.includes('/') || (process.platform === 'win32' && name.includes('\\'))
  const places = isPath ? [resolve(folder, name)] : path.split(delimiter).map((entry) => placeIn(entry, name, folder))
  const candidates = places.flatMap((place) => endings.map((ending) => place + ending))
  let refused: FoundProgram | undefined
  for (const candidate of candidates) {
    const kind = kindOf(candidate)
    if (kind === 'program') return { path: candidate }
    if (kind === 'folder' && isPath) return { reason: `${name} is a folder.`, exitCode: 126 }
    if (kind === 'file') refused ??= { reason: `${isPath ? name : candidate} may not be executed.`, exitCode: 126 }
  }
  const where = isPath ? 'There is no file' : 'There is no command'
  return refused ?? { reason: `${where} ${name}${isPath ? '' : ' on PATH'}.`, exitCode: 127 }
}

/** What programs are called by, besides their name. */
const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']

function placeIn(entry: string, name: string, folder: string): string {
  return isAbsolute(entry) ? join(entry, name) : resolve(folder, entry, name)
}

function kindOf(path: string): 'program' | 'file' | 'folder' | undefined {
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) return 'folder'
    accessSync(path, constants.X_OK)
    return 'program'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'file' : undefined
  }
}

/** Whether this is a file that may be executed. */
export function canRun(path: string): boolean {
  return kindOf(path) === 'program'
}
