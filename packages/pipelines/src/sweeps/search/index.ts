import type { Override } from '../params/parse-override.ts'
import { listGrid } from './grid.ts'
import { drawPoints } from './random.ts'
import type { Point, Search, Told } from './search.ts'

export { countGrid } from './grid.ts'
export type { Point, Search, Told } from './search.ts'

/** How points are chosen. */
export type SearchKind =
  | { readonly kind: 'grid' }
  | { readonly kind: 'random'; readonly count: number; readonly seed: number }
  | { readonly kind: 'tpe'; readonly count: number; readonly seed: number; readonly direction: 'minimize' | 'maximize' }

export interface SearchOptions {
  readonly overrides: readonly Override[]
  /** Points that were asked for before. */
  readonly asked: number
  /** Those of them of which is known what became of them. */
  readonly history: readonly Told[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Opens a search where its history ends. Throws INVALID_PARAMETER_VALUE for overrides that it can not search. */
export async function openSearch(kind: SearchKind, options: SearchOptions): Promise<Search> {
  if (kind.kind === 'tpe') {
    const { openTpe } = await import('./tpe.ts')
    return openTpe({ ...kind, ...options })
  }
  return walk(listPoints(kind, options.overrides).slice(options.asked))
}

/** All points, where they are known before any is tried. */
export function listPoints(kind: Exclude<SearchKind, { kind: 'tpe' }>, overrides: readonly Override[]): Point[] {
  return kind.kind === 'grid' ? listGrid(overrides) : drawPoints(overrides, kind)
}

function walk(points: readonly Point[]): Search {
  const next = points.values()
  return {
    ask: () => Promise.resolve(next.next().value),
    tell: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
