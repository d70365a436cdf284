import { lstat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { findProgram } from '@reprise/capture'
import { lacking, Obstacle } from '../obstacle.ts'
import { runTool } from '../environment/run-tool.ts'
import type { PlacedInput } from './inputs.ts'
import { escapePattern } from './relocate.ts'

export interface PathPlan {
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
  /** Working folder of the original. */
  readonly originalFolder: string
}

export interface PlannedPaths {
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Files that only the command sees at their old places. */
  readonly mounts: readonly PlacedInput[]
  readonly notes: readonly string[]
}

/**
 * Lets the program find inputs that lie outside of the tree and are no longer what they were: in a mount namespace at the old path, or where
 * the command or a variable names the path, by naming the copy. Throws an {@link Obstacle} where neither is possible: the file that is there
 * now is never used in its place.
 */
export async function planPaths(
  placed: readonly PlacedInput[],
  { argv, variables, env, folder, originalFolder }: PathPlan,
): Promise<PlannedPaths> {
  let [words, values] = [argv, variables]
  const mounts: PlacedInput[] = []
  const notes: string[] = []
  const stuck: string[] = []
  const isPathTo = (part: string, path: string): boolean => !part.startsWith('/') && resolve(originalFolder, part) === path
  const canMount = placed.length > 0 && (await mayMount(env, folder))
  for (const input of placed) {
    const isThere = await exists(input.original)
    if (canMount && isThere) {
      mounts.push(input)
      notes.push(`${input.original} has changed; the repeat saw the recorded one in its place`)
      continue
    }
    // By its relative path, the copy is found. By an absolute one nothing is found, which no program takes for the file.
    const isRelative = argv.some((word) => word.split('=').some((part) => isPathTo(part, input.original)))
    if (isRelative && !input.isBeside) {
      words = words.map((word) => mapParts(word, (part) => (isPathTo(part, input.original) ? input.copy : part)))
      notes.push(`${input.original} is not what it was; the command was given a copy at ${input.copy}`)
      continue
    }
    if (isRelative || (input.isBeside && !isThere)) {
      notes.push(`${input.original} is not what it was; a copy lies beside the code`)
      if (isRelative) continue
    }
    const isNamed = words.some((word) => names(word, input.original)) || Object.values(values).some((value) => names(value, input.original))
    if (!isNamed) {
      if (input.isLinked === true) notes.push(`${input.original} is not what it was; the link to it leads to a copy`)
      else if (!input.isBeside || isThere) stuck.push(input.original)
      continue
    }
    const swap = (text: string): string => (names(text, input.original) ? text.replaceAll(input.original, () => input.copy) : text)
    words = words.map(swap)
    values = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, swap(value)]))
    notes.push(`${input.original} is not what it was; the command was given a copy at ${input.copy}`)
  }
  if (stuck.length > 0) {
    throw new Obstacle(
      'path',
      `The recorded ${stuck.join(', ')} can not be put where the program looks for it.`,
      stuck.map((path) => lacking(path, 'the program names this path itself, and what is there is not what was recorded', 'data')),
    )
  }
  return { argv: words, variables: values, mounts, notes }
}

/** Changes what stands between equals signs: `--data=../a.csv`. */
export function mapParts(word: string, change: (part: string) => string): string {
  return word.split('=').map(change).join('=')
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

function names(text: string, path: string): boolean {
  return new RegExp(`(?:^|[^\\w./-])${escapePattern(path)}(?:$|[^\\w./-])`).test(text)
}

/** Whether this user may make a mount namespace here. */
async function mayMount(env: Readonly<Record<string, string | undefined>>, folder: string): Promise<boolean> {
  const unshare = findProgram('unshare', { path: env['PATH'], folder }).path
  if (unshare === undefined) return false
  const { isDone } = await runTool([unshare, '-Urm', 'sh', '-c', 'mount --bind /dev/null /dev/null'], { folder, env })
  return isDone
}

/** Words before a command that let it see `mounts` at their places, and nobody else. */
export function withinMounts(mounts: readonly PlacedInput[]): readonly string[] {
  if (mounts.length === 0) return []
  const script = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit 125; shift 2; done; shift; exec "$@"'
  return ['unshare', '-Urm', 'sh', '-c', script, 'sh', ...mounts.flatMap(({ copy, original }) => [copy, original]), '--']
}
