import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { canEdit, client } from '../server/client.ts'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'

/** The models that a run has logged, and where their files are. A page that stands alone knows their ids. */
export function MadeModels({ run: { info, outputs } }: { readonly run: Run }) {
  const made = outputs?.model_outputs ?? []
  const { data } = useQuery({
    queryKey: ['models', [info.experiment_id], info.run_id],
    queryFn: ({ signal }) =>
      client.searchLoggedModels({ experiment_ids: [info.experiment_id], filter: `source_run_id = '${info.run_id}'` }, { signal }),
    enabled: canEdit && made.length > 0,
  })
  if (made.length === 0) return null
  const known = new Map(data?.models.map((model) => [model.info.model_id, model.info]))
  return (
    <section className={page['card']} aria-label="Models made">
      <h2>
        Models made <span className={page['soft']}>{made.length}</span>
      </h2>
      <Table
        label="Models made"
        rows={made}
        keyOf={({ model_id }) => model_id}
        columns={[
          { title: 'Name', show: ({ model_id }) => known.get(model_id)?.name ?? model_id },
          { title: 'Id', show: ({ model_id }) => <code>{model_id}</code> },
          { title: 'Files', show: ({ model_id }) => known.get(model_id)?.artifact_uri ?? '' },
        ]}
      />
    </section>
  )
}
