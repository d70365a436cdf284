import type { DatasetInput } from '@reprise/protocol'
import { Link } from '@tanstack/react-router'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'

/** Data that are listed. */
const MOST = 200

/** What was read is tagged with what for; what was made is not. */
type Use = Pick<DatasetInput, 'dataset'> & Partial<Pick<DatasetInput, 'tags'>>

/** Data that a run has read or made, and what for. */
export function Datasets({ title, uses }: { readonly title: string; readonly uses: readonly Use[] }) {
  if (uses.length === 0) return null
  return (
    <section className={page['card']} aria-label={title}>
      <h2>
        {title} <span className={page['soft']}>{uses.length}</span>
      </h2>
      <Table
        label={title}
        rows={uses.slice(0, MOST)}
        keyOf={({ dataset: { name, digest }, tags }) => `${name}\n${digest}\n${contextOf(tags)}`}
        columns={[
          {
            title: 'Name',
            show: ({ dataset: { name, digest } }) => (
              <Link to="/data/$digest" params={{ digest }} search={{ name }}>
                {name}
              </Link>
            ),
          },
          { title: 'Used for', show: ({ tags }) => contextOf(tags) },
          { title: 'Digest', show: ({ dataset }) => <code>{dataset.digest.slice(0, 12)}</code> },
          { title: 'Source', show: ({ dataset }) => dataset.source_type },
        ]}
      />
    </section>
  )
}

function contextOf(tags: Use['tags'] = []): string {
  return tags.find(({ key }) => key === 'mlflow.data.context')?.value ?? ''
}
