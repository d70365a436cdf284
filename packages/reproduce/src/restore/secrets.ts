import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { RunRecord } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'

export interface SecretSources {
  /** What was given, by name. */
  readonly given: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The restored code, in which the names of variables are looked for. */
  readonly root: string
}

export interface FilledSecrets {
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly notes: readonly string[]
}

const placeholder = /\[secret:([^\]]+)\]/g

/**
 * Puts secrets back into the command: those that were given, then those of this environment. Throws an {@link Obstacle} for one that stood
 * in the command or whose variable the code names, and that nobody gives.
 */
export async function fillSecrets({ command, environment }: RunRecord, { given, env, root }: SecretSources): Promise<FilledSecrets> {
  const valueOf = (name: string): string | undefined => given[name] ?? env[name]
  const missing = new Set<string>()
  const filled = command.argv.map((word) =>
    word.replace(placeholder, (whole, name: string) => {
      const value = valueOf(name)
      if (value === undefined) missing.add(name)
      return value ?? whole
    }),
  )
  const variables: Record<string, string> = {}
  const notes: string[] = []
  // Of a variable that is named like a secret, the name alone is recorded.
  for (const { name, value: shown, digest } of environment.variables) {
    if (shown !== undefined || digest !== undefined) continue
    const value = valueOf(name)
    if (value !== undefined) variables[name] = value
    else if (await isNamed(name, root)) missing.add(name)
    else notes.push(`the secret ${name} of the original is not here; the code does not name it`)
  }
  // What was given is passed on even where the original had nothing of the kind on record.
  Object.assign(variables, given)
  if (missing.size > 0) {
    const names = [...missing]
    throw new Obstacle(
      'missing secret',
      `The run needs ${names.length === 1 ? 'a secret' : 'secrets'} that ${names.length === 1 ? 'is' : 'are'} not recorded: ${names.map((name) => `--secret ${name}=…`).join(' ')}`,
      names.map((name) => lacking(name, 'secrets are not recorded, and this environment has none of that name')),
    )
  }
  return { argv: filled, variables, notes }
}

const LARGEST = 2 ** 20
const MOST_FILES = 2_000

/** Whether any file of the code holds the name. Large and binary files are not looked into. */
async function isNamed(name: string, root: string): Promise<boolean> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter(
    (entry) => entry.isFile() && !/(?:^|\/)(?:\.git|node_modules|\.venv)(?:\/|$)/.test(entry.parentPath.slice(root.length)),
  )
  for (const { parentPath, name: file } of files.slice(0, MOST_FILES)) {
    const path = join(parentPath, file)
    if (/\.(?:png|jpg|zip|gz|bin|pack|npy|pt)$/.test(extname(file))) continue
    if ((await stat(path)).size > LARGEST) continue
    if ((await readFile(path, 'latin1')).includes(name)) return true
  }
  return false
}
