import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'
import { madeModelsQuery } from './made-models-query.ts'

/** The models that a run has logged, and the way to their files. */
export function MadeModels({ run }: { readonly run: Run }) {
  const made = run.outputs?.model_outputs ?? []
  const { data } = useQuery(madeModelsQuery(run))
  if (made.length === 0) return null
  const known = new Map(data?.map((info) => [info.model_id, info]))
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
          {
            title: 'Files',
            show: ({ model_id }) =>
              known.has(model_id) ? (
                <Link to="/r/$run/$tab" params={{ run: run.info.run_id, tab: 'files' }} search={{ of: model_id }}>
                  Files of the model
                </Link>
              ) : null,
          },
        ]}
      />
    </section>
  )
}
