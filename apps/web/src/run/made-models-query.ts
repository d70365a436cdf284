import type { Run } from '@reprise/protocol'
import { queryOptions } from '@tanstack/react-query'
import { canEdit, client } from '../server/client.ts'

/** The models that a run has logged. A page that stands alone knows their ids alone. */
export function madeModelsQuery({ info, outputs }: Run) {
  return queryOptions({
    queryKey: ['models', [info.experiment_id], info.run_id],
    queryFn: async ({ signal }) => {
      const request = { experiment_ids: [info.experiment_id], filter: `source_run_id = '${info.run_id}'` }
      return (await client.searchLoggedModels(request, { signal })).models.map((model) => model.info)
    },
    enabled: canEdit && (outputs?.model_outputs ?? []).length > 0,
  })
}
