import { tellError } from '../shell/messages.tsx'
import { columnOf } from './columns.ts'
import type { ReadRuns } from './use-runs.ts'

interface Saved {
  readonly title: string
  readonly read: ReadRuns
  /** Ids of the columns that are shown. */
  readonly columns: readonly string[]
  readonly selected: readonly string[]
}

/** Saves runs as a table, with the columns that are shown: those that are picked, or else all that the filter finds, also those not yet read. */
export async function saveRuns({ title, read, columns, selected }: Saved): Promise<void> {
  try {
    const [{ printTable }, { saveCsv }] = await Promise.all([import('./print-table.ts'), import('../charts/save.ts')])
    const picked = new Set(selected)
    const runs = picked.size === 0 ? await read.whole() : read.runs.filter(({ info }) => picked.has(info.run_id))
    saveCsv(title, printTable(runs, columns.map(columnOf)))
  } catch (error) {
    tellError('The table could not be saved.', error)
  }
}
