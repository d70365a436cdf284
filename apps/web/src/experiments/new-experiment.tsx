import { limits } from '@reprise/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { NameDialog } from '../shell/name-dialog.tsx'
import { createExperiment } from '../editing/edit-experiments.ts'

/** Asks for a name, makes an experiment and goes there. */
export function NewExperiment({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <NameDialog
      title="New experiment"
      label="Name of the experiment"
      most={limits.experimentNameLength}
      verb="Create"
      onClose={onClose}
      onKeep={async (name) => {
        const experiment = await createExperiment(queries, name)
        await navigate({ to: '/e/$experiment', params: { experiment } })
      }}
    />
  )
}
