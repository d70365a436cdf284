import type { Experiment } from '@reprise/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { canEdit } from '../server/client.ts'
import { AboutExperiment } from '../editing/about-experiment.tsx'
import { deleteExperiment } from '../editing/edit-experiments.ts'
import { useActions } from '../shell/actions.ts'
import { copyText } from '../shell/copy-text.ts'
import { Dialog } from '../shell/dialog.tsx'
import { More } from '../shell/icons.tsx'
import { Menu } from '../shell/menu.tsx'
import page from '../shell/page.module.css'
import { TagForm } from '../tags/tag-list.tsx'
import { MoveDialog } from '../editing/move-dialog.tsx'
import { countRuns, deleteRuns, restoreRuns, setTagOfRuns } from '../editing/edit-runs.ts'

interface Props {
  readonly experiment: Experiment | undefined
  readonly selected: readonly string[]
  /** Whether deleted runs are shown. */
  readonly isDeleted: boolean
  readonly onDone: () => void
  /** Saves those that are picked, or where none is the whole table. */
  readonly onSave: () => void
}

/** What can be done with the runs that are picked, and with the experiment. A deletion can be taken back. */
export function RunActions({ experiment, selected, isDeleted, onDone, onSave }: Props) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [open, setOpen] = useState<'tag' | 'about' | 'move'>()
  const count = selected.length
  const remove = () => {
    onDone()
    void (isDeleted ? restoreRuns(queries, selected) : deleteRuns(queries, selected))
  }
  const ofRuns = [
    { title: 'Select none', act: onDone },
    { title: 'Copy the ids', act: () => copyText(selected.join('\n'), countRuns(count)) },
    ...(canEdit
      ? [
          { title: 'Add a tag…', act: () => setOpen('tag') },
          { title: 'Move to another experiment…', act: () => setOpen('move') },
        ]
      : []),
  ]
  const ofPage = [
    { title: count === 0 ? 'Save the table as CSV' : `Save ${countRuns(count)} as CSV`, act: onSave },
    { title: 'About this experiment: name, notes, tags…', act: () => setOpen('about') },
  ]
  const ofExperiment = [
    {
      title: 'Delete this experiment',
      act: () => {
        if (experiment === undefined) return
        void deleteExperiment(queries, experiment).then((isDone) => (isDone ? navigate({ to: '/experiments' }) : undefined))
      },
    },
  ]
  const sections = [count === 0 ? [] : ofRuns, ofPage, canEdit ? ofExperiment : []]
  useActions('This page', [
    ...sections.flat().map(({ title, act }) => ({ title, act })),
    ...(canEdit && count > 0 ? [{ title: isDeleted ? 'Restore the selected runs' : 'Delete the selected runs', act: remove }] : []),
  ])
  return (
    <>
      {canEdit ? (
        <button type="button" className={page['button']} disabled={count === 0} onClick={remove}>
          {isDeleted ? 'Restore' : 'Delete'}
        </button>
      ) : null}
      <button
        type="button"
        className={page['main']}
        disabled={count < 2}
        onClick={() => void navigate({ to: '/compare', search: { runs: selected } })}
      >
        {count < 2 ? 'Compare' : `Compare ${count}`}
      </button>
      <Menu label="More" className={page['button']} sections={sections}>
        <More />
      </Menu>
      {open === 'tag' ? (
        <Dialog title={`Tag ${countRuns(count)}`} onClose={() => setOpen(undefined)}>
          <TagForm
            onDone={() => setOpen(undefined)}
            onSet={async (entry) => {
              await setTagOfRuns(queries, selected, entry)
              return true
            }}
          />
        </Dialog>
      ) : null}
      {open === 'move' && experiment !== undefined ? (
        <MoveDialog runIds={selected} from={experiment.experiment_id} onClose={() => setOpen(undefined)} onDone={onDone} />
      ) : null}
      {open === 'about' && experiment !== undefined ? <AboutExperiment experiment={experiment} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}
