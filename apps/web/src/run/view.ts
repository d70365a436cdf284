import { type DiffView, readDiffView } from '../diff/view.ts'
import { type PanelsView, readPanelsView } from '../panels/view.ts'
import { isModelId } from '../values/query-string.ts'

/** What a tab of a run shows, as it stands in the query string: the file that is looked at is that of its files, its code and its differences. */
export interface RunView extends PanelsView, DiffView {
  /** The model that the run has logged whose files are looked at; absent: those of the run. */
  readonly of?: string
}

/** Takes from a query string what makes sense, and leaves the rest. */
export function readRunView(search: Record<string, unknown>): RunView {
  const { of } = search
  return { ...readPanelsView(search), ...readDiffView(search), ...(isModelId(of) ? { of } : {}) }
}
