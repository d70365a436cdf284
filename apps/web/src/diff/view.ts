import { isRunId } from '../values/query-string.ts'
import { type DiffPart, isDiffPart } from './parts.ts'

/** What of two runs is looked at, as it stands in the query string. */
export interface DiffView {
  /** The run that this one is held against. */
  readonly with?: string
  readonly part?: DiffPart
  /** Texts side by side in place of one under the other. */
  readonly side?: true
  /** The file that is looked at; a folder ends in a slash. */
  readonly path?: string
}

/** Takes from a query string what makes sense, and leaves the rest. */
export function readDiffView({ with: other, part, side, path }: Record<string, unknown>): DiffView {
  return {
    ...(isRunId(other) ? { with: other } : {}),
    ...(isDiffPart(part) ? { part } : {}),
    ...(side === true ? { side } : {}),
    ...(typeof path === 'string' ? { path } : {}),
  }
}
