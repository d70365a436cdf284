import { printTable } from '../tables/index.ts'
import type { ChangedHash, ChangedPath, DataDiff, DiffEntry } from './diff-data.ts'

/** In the order in which they are told. */
const states = ['added', 'deleted', 'renamed', 'modified', 'not in cache'] as const

export interface PrintDiffOptions {
  readonly showsHash?: boolean | undefined
  readonly hidesMissing?: boolean | undefined
}

/** The text of `diff`. */
export function printDiff(diff: DataDiff, { showsHash = false, hidesMissing = false }: PrintDiffOptions): string {
  const told = states.filter((state) => !(hidesMissing && state === 'not in cache'))
  const groups = told
    .filter((state) => diff[state].length > 0)
    .map((state) => {
      const lines = diff[state].map(({ path, hash }) => `    ${showsHash && hash !== null ? `${digest(hash)}  ` : ''}${pathOf(path)}\n`)
      return `${state.charAt(0).toUpperCase()}${state.slice(1)}:\n${lines.join('')}\n`
    })
  const counts = told.map((state) => [state, diff[state].filter(({ path }) => !pathOf(path).endsWith('/')).length] as const)
  const summary = counts.filter(([, count]) => count > 0).map(([state, count]) => `${count} ${state}`)
  return groups.join('') + (summary.length === 0 ? '' : `files summary: ${summary.join(', ')}\n`)
}

export function printDiffAsMarkdown(diff: DataDiff | undefined, { showsHash = false, hidesMissing = false }: PrintDiffOptions): string {
  const told = states.filter((state) => !(hidesMissing && state === 'not in cache'))
  const rows = told.flatMap((state) =>
    (diff?.[state] ?? []).map(({ path, hash }) => [state, ...(showsHash ? [digest(hash)] : []), pathOf(path)]),
  )
  return printTable(['Status', ...(showsHash ? ['Hash'] : []), 'Path'], rows, { isMarkdown: true })
}

/** What a program gets. */
export function toDiffJson(diff: DataDiff | undefined, { showsHash = false, hidesMissing = false }: PrintDiffOptions): object {
  if (diff === undefined) return {}
  const strip = ({ path, hash }: DiffEntry): object => (showsHash ? { path, hash } : { path })
  const told = (['added', 'deleted', 'modified', 'renamed', 'not in cache'] as const).filter(
    (state) => !(hidesMissing && state === 'not in cache'),
  )
  return Object.fromEntries(told.map((state) => [state, diff[state].map(strip)]))
}

function pathOf(path: ChangedPath): string {
  return typeof path === 'string' ? path : `${path.old} -> ${path.new}`
}

function digest(hash: ChangedHash): string {
  if (hash === null || typeof hash === 'string') return (hash ?? '').slice(0, 8)
  return `${(hash.old ?? '').slice(0, 8)}..${(hash.new ?? '').slice(0, 8)}`
}
