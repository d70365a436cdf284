import type { CauseKind } from '@reprise/compare'
import type { RecordedInterpreter, RecordedPackage } from '@reprise/protocol'
import type { RerunRequest } from '../rerun.ts'
import type { Layout } from '../restore/layout.ts'
import type { RestoredFiles } from '../restore/restore-run.ts'

/** One difference that can be put as the original has it, while everything else stays. */
export interface Toggle {
  readonly kind: CauseKind
  readonly subject: string
  /** Begins a sentence: `data/in.csv as in the original`, `PYTHONHASHSEED=0`. */
  readonly did: string
  /** Added to how likely its kind is: what is likelier is tried sooner. */
  readonly weight: number
  /** How the code became other, for a reader. */
  readonly patch?: string
  /** Changes restored files. */
  readonly amend?: (files: RestoredFiles, layout: Layout) => Promise<RestoredFiles>
  /** Changes what is run. Called in the order in which toggles were found. */
  readonly change?: (request: RerunRequest, files: Pick<RestoredFiles, 'root'>) => RerunRequest | Promise<RerunRequest>
  /** Changes Python: interpreter and packages of all toggles together make one environment. */
  readonly python?: PythonChange
}

export type PythonChange =
  | { readonly interpreter: PlacedInterpreter }
  | { readonly wanted: RecordedPackage; readonly present: RecordedPackage | undefined }

/** An interpreter that is here, in its place. */
export interface PlacedInterpreter {
  readonly interpreter: RecordedInterpreter
  /** The file to start. */
  readonly program: string
}

/** A difference that can not be undone here. */
export interface Untried {
  readonly kind: CauseKind
  readonly subject: string
  readonly why: string
}

export function isToggle(found: Toggle | Untried): found is Toggle {
  return 'did' in found
}
