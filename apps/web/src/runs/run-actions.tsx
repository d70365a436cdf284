import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'

interface Props {
  readonly experiment: string
  readonly selected: readonly string[]
  /** Whether deleted runs are shown. */
  readonly isDeleted: boolean
  readonly onDone: () => void
}

/** What can be done with the runs that are picked. A deletion can be taken back. */
export function RunActions({ selected, isDeleted, onDone }: Props) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [undo, setUndo] = useState<readonly string[]>([])
  const { mutate, error, isPending } = useMutation({
    mutationFn: async ({ ids, act }: { ids: readonly string[]; act: 'deleteRun' | 'restoreRun' }) => {
      for (const run_id of ids) await client[act]({ run_id })
      return { ids, act }
    },
    onSuccess: async ({ ids, act }) => {
      setUndo(act === 'deleteRun' ? ids : [])
      onDone()
      await queries.invalidateQueries({ queryKey: ['runs'] })
    },
  })
  return (
    <>
      {error === null ? null : <span role="alert">{errorText(error)}</span>}
      {undo.length > 0 && !isDeleted ? (
        <button type="button" className={page['button']} onClick={() => mutate({ ids: undo, act: 'restoreRun' })}>
          {undo.length === 1 ? 'Deleted. Undo' : `${undo.length} deleted. Undo`}
        </button>
      ) : null}
      <button
        type="button"
        className={page['button']}
        disabled={selected.length === 0 || isPending}
        onClick={() => mutate({ ids: selected, act: isDeleted ? 'restoreRun' : 'deleteRun' })}
      >
        {isDeleted ? 'Restore' : 'Delete'}
      </button>
      <button
        type="button"
        className={page['main']}
        disabled={selected.length < 2}
        onClick={() => void navigate({ to: '/compare', search: { runs: selected } })}
      >
        {selected.length < 2 ? 'Compare' : `Compare ${selected.length}`}
      </button>
    </>
  )
}
