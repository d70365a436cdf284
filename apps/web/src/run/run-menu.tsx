import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { deleteRuns, restoreRuns } from '../editing/edit-runs.ts'
import { MoveDialog } from '../editing/move-dialog.tsx'
import { canEdit } from '../server/client.ts'
import { useActions } from '../shell/actions.ts'
import { copyText } from '../shell/copy-text.ts'
import { More } from '../shell/icons.tsx'
import { Menu } from '../shell/menu.tsx'
import page from '../shell/page.module.css'
import type { TabProps } from './tab-props.ts'
import { tagOf } from '../tags/tag-of.ts'

/** What can be done with a run. */
export function RunMenu({ run }: TabProps) {
  const { run_id, experiment_id, lifecycle_stage } = run.info
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [isMoving, setMoving] = useState(false)
  const parent = tagOf(run, 'mlflow.parentRunId')
  const isDeleted = lifecycle_stage === 'deleted'
  const looks = [
    { title: 'Copy the id', act: () => copyText(run_id, 'The id of the run') },
    { title: 'Copy a link to this page', act: () => copyText(location.href, 'The link') },
    ...(parent === undefined
      ? []
      : [
          {
            title: 'Compare with its parent',
            act: () => void navigate({ to: '/compare', search: { runs: [parent, run_id], base: parent } }),
          },
        ]),
  ]
  const edits = [
    { title: 'Move to another experiment…', act: () => setMoving(true) },
    isDeleted
      ? { title: 'Restore', act: () => void restoreRuns(queries, [run_id]) }
      : { title: 'Delete', act: () => void deleteRuns(queries, [run_id]) },
  ]
  const sections = [looks, canEdit ? edits : []]
  useActions(
    'This run',
    sections.flat().map(({ title, act }) => ({ title, act })),
  )
  return (
    <>
      <Menu label="What can be done with this run" className={page['button']} sections={sections}>
        <More />
      </Menu>
      {isMoving ? <MoveDialog runIds={[run_id]} from={experiment_id} onClose={() => setMoving(false)} /> : null}
    </>
  )
}
