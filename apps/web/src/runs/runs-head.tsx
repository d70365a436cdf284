import type { Experiment } from '@reprise/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { renameExperiment } from '../editing/edit-experiments.ts'
import { countRuns } from '../editing/edit-runs.ts'
import { canEdit } from '../server/client.ts'
import { EditName } from '../shell/edit-name.tsx'
import page from '../shell/page.module.css'
import { ColumnPicker } from './column-picker.tsx'
import { RunActions } from './run-actions.tsx'
import { RunsViews } from './runs-views.tsx'
import { saveRuns } from './save-runs.ts'
import styles from './runs-page.module.css'
import type { ReadRuns } from './use-runs.ts'
import type { RunsView, ViewChange } from './view.ts'

interface Props {
  readonly experimentIds: readonly [string]
  /** Undefined until it is known. */
  readonly experiment: Experiment | undefined
  readonly read: ReadRuns
  /** Ids of the columns that are shown. */
  readonly columns: readonly string[]
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
}

/** Where one is, how many runs there are, and what can be done with them and with the table. */
export function RunsHead({ experimentIds, experiment, read, columns, view, onChange }: Props) {
  const queries = useQueryClient()
  const [id] = experimentIds
  const isDeleted = view.deleted === true
  return (
    <div className={styles['head']}>
      <Link to="/experiments">Experiments</Link>
      <span className={page['soft']}>/</span>
      <EditName
        label="Name of the experiment"
        name={experiment?.name ?? ' '}
        isEditable={canEdit && experiment !== undefined}
        onKeep={(name) => experiment !== undefined && void renameExperiment(queries, experiment, name)}
      />
      {read.isPending || read.error !== null ? null : <Count count={read.runs.length} hasMore={read.hasMore} />}
      <div className={styles['tools']}>
        <RunActions
          experiment={experiment}
          selected={view.sel ?? []}
          isDeleted={isDeleted}
          onDone={() => onChange({ sel: undefined })}
          onSave={() => void saveRuns({ title: experiment?.name ?? 'runs', read, columns, selected: view.sel ?? [] })}
        />
        <RunsViews experimentId={id} experiment={experiment} view={view} />
        <button
          type="button"
          className={page['button']}
          aria-pressed={view.table !== true}
          onClick={() => onChange({ table: view.table === true ? undefined : true })}
        >
          Charts
        </button>
        <ColumnPicker experimentIds={experimentIds} view={view} chosen={columns} onChange={onChange} />
        <label className={page['button']}>
          <input
            type="checkbox"
            checked={isDeleted}
            onChange={({ target }) => onChange({ deleted: target.checked ? true : undefined, sel: undefined })}
          />
          Deleted
        </label>
      </div>
    </div>
  )
}

function Count({ count, hasMore }: { readonly count: number; readonly hasMore: boolean }) {
  return (
    <span className={styles['count']} title={hasMore ? 'So many were read: more are when they are scrolled to' : undefined}>
      {hasMore ? 'more than ' : ''}
      {countRuns(count)}
    </span>
  )
}
