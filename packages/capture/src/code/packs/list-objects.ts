import { type GitPlace, runGit, splitNul } from '../git/run-git.ts'
import { REPOSITORY_MODE } from '../tree/list-entries.ts'

/** Objects as pack-objects reads them: an id, for some a space and a path, a newline. Latin-1. */
export type ObjectList = string

/** Everything that a tree needs. Throws where objects are missing, as in a partial clone. */
export async function listTree(place: GitPlace, tree: string): Promise<ObjectList> {
  return list(place, ['rev-list', '--objects', tree, '--'])
}

/** What a tree needs that another one does not have in the same place. */
export async function listNew(place: GitPlace, tree: string, than: string): Promise<ObjectList> {
  const { code, stdout, stderr } = await runGit(place, ['diff-tree', '-r', '-t', '-z', '--raw', '--no-abbrev', '--no-renames', than, tree])
  if (code !== 0) throw new Error(stderr)
  const parts = splitNul(stdout)
  const lines = [tree]
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', , object = '', status] = (parts[at] ?? '').split(' ')
    // A name with a newline would be two lines; it only serves to find what is alike.
    const path = (parts[at + 1] ?? '').replaceAll('\n', ' ')
    if (status !== 'D' && mode !== REPOSITORY_MODE) lines.push(`${object} ${path}`)
  }
  return `${[...new Set(lines)].join('\n')}\n`
}

/** What a commit and a tree need that no remote is known to have, by the user's remote-tracking branches. Nothing where there are none. */
export async function listUnpushed(
  { user, shadow }: { readonly user: GitPlace; readonly shadow: GitPlace },
  wanted: readonly string[],
): Promise<ObjectList | undefined> {
  const { stdout } = await runGit(user, ['for-each-ref', '--format=%(objectname)', 'refs/remotes'])
  const remote = [...new Set(stdout.toString().split('\n'))].filter((id) => id !== '')
  if (remote.length === 0) return undefined
  const stdin = [...wanted, ...remote.map((id) => `^${id}`), ''].join('\n')
  return list(shadow, ['rev-list', '--objects', '--stdin'], Buffer.from(stdin))
}

async function list(place: GitPlace, args: readonly string[], stdin?: Buffer): Promise<ObjectList> {
  const { code, stdout, stderr } = await runGit(place, args, stdin === undefined ? {} : { stdin })
  if (code !== 0) throw new Error(stderr.split('\n').at(-1) ?? '')
  return stdout.toString('latin1')
}

/** Bytes that objects take where they are now: about what their pack will have. */
export async function sizeOnDisk(place: GitPlace, objects: ObjectList): Promise<number> {
  const ids = objects.replace(/ .*/g, '')
  const { stdout } = await runGit(place, ['cat-file', '--batch-check=%(objectsize:disk)'], { stdin: Buffer.from(ids) })
  return stdout
    .toString()
    .split('\n')
    .reduce((sum, size) => sum + (Number(size) || 0), 0)
}
