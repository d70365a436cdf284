import { useQueryClient } from '@tanstack/react-query'
import { renameRun } from '../editing/edit-runs.ts'
import { canEdit } from '../server/client.ts'
import { EditName } from '../shell/edit-name.tsx'
import { nameOfRun } from '../values/name-of-run.ts'
import type { TabProps } from './tab-props.ts'

/** The name of a run, which can be changed. */
export function RunName({ run }: TabProps) {
  const queries = useQueryClient()
  return (
    <EditName
      label="Name of the run"
      name={nameOfRun(run.info)}
      isEditable={canEdit}
      onKeep={(name) => void renameRun(queries, run.info.run_id, name)}
    />
  )
}
