import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RunRecord } from '@reprise/protocol'
import type { RestoreContext } from '../restore/context.ts'
import type { ChangedSince } from './changed-since.ts'
import type { Places } from './find-changes.ts'

/** Files that are looked at; of larger trees nothing is said of the rest. */
const MOST_FILES = 20_000
const LARGEST = 16 * 2 ** 20

/** Files of a repository that are other than in the recorded tree, and another commit. What is new is not looked for. */
export async function findChangedCode(
  { code, command, inputs }: RunRecord,
  { root }: Places,
  { env }: RestoreContext,
): Promise<ChangedSince[]> {
  if (!existsSync(code.root)) return [{ kind: 'code', subject: code.root, evidence: 'is no longer there' }]
  if (code.kind !== 'GIT' || code.tree === undefined) return []
  const ask = async (folder: string, ...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args], { env: { ...env }, maxBuffer: 2 ** 28, timeout: 20_000 })
    return stdout
  }
  const head = (await ask(code.root, 'rev-parse', '--verify', '--quiet', 'HEAD').catch(() => '')).trim()
  const data = new Set(inputs.map(({ path }) => path))
  const listed = (await ask(root, 'ls-tree', '-r', '-l', '-z', code.tree)).split('\0').slice(0, MOST_FILES)
  const found: ChangedSince[] = []
  for (const line of listed) {
    const [, type = '', id = '', size = '', path = ''] = /^\d+ (\w+) ([\da-f]+)\s+(\d+|-)\t(.*)$/s.exec(line) ?? []
    // What is an input is looked at as one.
    if (type !== 'blob' || data.has(path)) continue
    const change = await findChange(join(code.root, path), { id, size: Number(size), before: command.started_at })
    if (change !== undefined) found.push({ kind: 'code', subject: path, evidence: change })
  }
  if (head !== '' && code.commit !== undefined && head !== code.commit) {
    found.unshift({
      kind: 'code',
      subject: 'commit',
      evidence: `${head.slice(0, 12)} is checked out now; ${code.commit.slice(0, 12)} was recorded`,
    })
  }
  return found
}

interface Blob {
  readonly id: string
  readonly size: number
  /** Milliseconds since 1970: what was not touched since is the same. */
  readonly before: number
}

async function findChange(path: string, { id, size, before }: Blob): Promise<string | undefined> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined) return 'is no longer there'
  if (!stats.isFile()) return undefined
  if (stats.size !== size) return 'has been edited since'
  if ((stats.mtimeMs < before && stats.ctimeMs < before) || stats.size > LARGEST) return undefined
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1')
  return hash
    .update(`blob ${size}\0`)
    .update(await readFile(path))
    .digest('hex') === id
    ? undefined
    : 'has been edited since'
}
