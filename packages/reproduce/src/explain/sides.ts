import type { Cause } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'
import type { Attempt } from '../attempt.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from '../restore/context.ts'
import type { Toggle, Untried } from './toggle.ts'

/** What causes are looked for between. */
export interface Sides {
  /** The run whose result is to come back. */
  readonly a: RecordedRun
  /** The run whose recipe is repeated and changed; `a` itself where a repeat of it came out different. */
  readonly b: RecordedRun
  /** What repeating the recipe came to here. */
  readonly repeat: Attempt
  /** The record of that, as if it had run in the folder of `a`. */
  readonly here: RunRecord
  /** How `a` is called: `the original`, or the beginning of its id. */
  readonly name: string
  /** A folder for what is taken from `a`. */
  readonly folder: string
  readonly context: RestoreContext
  /** Values of variables and secrets that were given. */
  readonly given: readonly (readonly [name: string, value: string])[]
  /** What the program does. */
  readonly hints: readonly Pick<Cause, 'kind' | 'subject' | 'evidence'>[]
  /** Whether repeats differ among themselves: then they are to agree. */
  readonly isNoisy: boolean
}

/** Looks for differences of one sort: those that can be undone, and those that can not. Adding one is a file and a line in `finders/index.ts`. */
export type Finder = (sides: Sides) => Promise<readonly (Toggle | Untried)[]> | readonly (Toggle | Untried)[]

/** The record of a repeat as if it had run in another folder: the folder is no difference. */
export function moveRecord(record: RunRecord, root: string): RunRecord {
  return JSON.parse(JSON.stringify(record).replaceAll(record.code.root, () => root)) as RunRecord
}
