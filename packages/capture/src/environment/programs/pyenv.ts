import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { canRun } from '../../programs/index.ts'

interface Place {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
}

/** What a shim of pyenv starts: by PYENV_VERSION, the nearest `.python-version`, or the global version. Nothing for other files. */
export function findPyenvProgram(shim: string, { env, folder }: Place): string | undefined {
  if (basename(dirname(shim)) !== 'shims') return undefined
  const root = dirname(dirname(shim))
  const versions = (env['PYENV_VERSION'] ?? readAbove(folder) ?? readWords(join(root, 'version')) ?? '')
    .split(/[:\s]+/)
    .filter((word) => word !== '')
  const candidates = versions.flatMap((version) => [version, ...newest(root, version)])
  return candidates.map((version) => join(root, 'versions', version, 'bin', basename(shim))).find(canRun)
}

function readAbove(folder: string): string | undefined {
  const own = readWords(join(folder, '.python-version'))
  if (own !== undefined || dirname(folder) === folder) return own
  return readAbove(dirname(folder))
}

function readWords(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** `3.11` stands for the newest 3.11.x. */
function newest(root: string, beginning: string): string[] {
  try {
    const names = readdirSync(join(root, 'versions')).filter((name) => name.startsWith(`${beginning}.`))
    return names.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  } catch {
    return []
  }
}
