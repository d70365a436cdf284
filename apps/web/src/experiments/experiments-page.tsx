import type { Experiment } from '@reprise/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fits } from '../search/fits.ts'
import { canEdit } from '../server/client.ts'
import { experimentsQuery } from '../server/queries.ts'
import { useActions } from '../shell/actions.ts'
import { More } from '../shell/icons.tsx'
import { Menu } from '../shell/menu.tsx'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'
import { Time } from '../shell/time.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { AboutExperiment } from '../editing/about-experiment.tsx'
import { deleteExperiment, restoreExperiment } from '../editing/edit-experiments.ts'
import styles from './experiments.module.css'
import { NewExperiment } from './new-experiment.tsx'
import { nextOrder, orderExperiments } from './order-experiments.ts'
import type { ExperimentsView } from './view.ts'

/** Experiments in the page at once; the others are searched for. */
const MOST = 500

/** All experiments, the one that was used last first unless they are ordered otherwise. */
export function ExperimentsPage() {
  const view = useSearch({ from: '/experiments' })
  const { q = '', deleted, order = '-changed' } = view
  const navigate = useNavigate({ from: '/experiments' })
  const change = (next: ExperimentsView) => void navigate({ search: next, replace: true })
  const { data, error, isPending } = useQuery(experimentsQuery(deleted === true ? 'DELETED_ONLY' : 'ACTIVE_ONLY'))
  const [isCreating, setCreating] = useState(false)
  useTitle('Experiments')
  useActions('Experiments', canEdit ? [{ title: 'New experiment', keys: 'n', act: () => setCreating(true) }] : [])
  if (error !== null) return <Unreadable title="The experiments could not be read" error={error} />
  const found = orderExperiments(
    (data ?? []).filter(({ name }) => fits(name, q)),
    order,
  )
  const orderBy = (by: 'name' | 'changed' | 'created') => ({
    is: order === by ? ('ascending' as const) : order === `-${by}` ? ('descending' as const) : ('none' as const),
    change: () => change({ ...view, order: nextOrder(by, order) }),
  })
  const without = (name: keyof ExperimentsView): ExperimentsView => ({ ...view, [name]: undefined })
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Experiments</h1>
        <input
          type="search"
          className={page['search']}
          aria-label="Search experiments by name"
          placeholder="Search by name"
          value={q}
          onChange={({ target }) => change(target.value === '' ? without('q') : { ...view, q: target.value })}
        />
        <label className={page['button']}>
          <input
            type="checkbox"
            checked={deleted === true}
            onChange={({ target }) => change(target.checked ? { ...view, deleted: true } : without('deleted'))}
          />
          Deleted
        </label>
        {canEdit ? (
          <button type="button" className={page['main']} style={{ marginLeft: 'auto' }} onClick={() => setCreating(true)}>
            New experiment
          </button>
        ) : null}
      </div>
      <Table
        label="Experiments"
        rows={found.slice(0, MOST)}
        keyOf={({ experiment_id }) => experiment_id}
        columns={[
          { title: 'Name', order: orderBy('name'), show: (experiment) => <Name experiment={experiment} /> },
          { title: 'Changed', order: orderBy('changed'), show: ({ last_update_time }) => <Time at={last_update_time} as="ago" /> },
          { title: 'Created', order: orderBy('created'), show: ({ creation_time }) => <Time at={creation_time} /> },
          { title: 'Tags', show: ({ tags }) => <Tags tags={tags} /> },
          { title: 'Id', show: ({ experiment_id }) => experiment_id },
          ...(canEdit ? [{ title: 'Edit', show: (experiment: Experiment) => <ExperimentMenu experiment={experiment} /> }] : []),
        ]}
      />
      {found.length > MOST ? <p className={page['soft']}>and {found.length - MOST} more; search for them</p> : null}
      {!isPending && found.length === 0 ? <p className={page['soft']}>{whyNone(q, deleted === true)}</p> : null}
      {isCreating ? <NewExperiment onClose={() => setCreating(false)} /> : null}
    </div>
  )
}

function whyNone(words: string, isDeleted: boolean): string {
  if (words !== '') return 'No experiment has such a name.'
  return isDeleted ? 'No experiment is deleted.' : 'There is no experiment yet.'
}

function Name({ experiment: { experiment_id, name, lifecycle_stage } }: { readonly experiment: Experiment }) {
  if (lifecycle_stage === 'deleted') return name
  return (
    <Link to="/e/$experiment" params={{ experiment: experiment_id }}>
      {name}
    </Link>
  )
}

/** Tags of people, those that fit in a line. */
function Tags({ tags }: Pick<Experiment, 'tags'>) {
  const own = tags.filter(({ key }) => !key.startsWith('mlflow.') && !key.startsWith('reprise.'))
  return (
    <span className={styles['tags']}>
      {own.slice(0, 3).map(({ key, value }) => (
        <span key={key} title={`${key}: ${value ?? ''}`}>
          {key}: {value}
        </span>
      ))}
      {own.length > 3 ? `+${own.length - 3}` : ''}
    </span>
  )
}

function ExperimentMenu({ experiment }: { readonly experiment: Experiment }) {
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const sections =
    experiment.lifecycle_stage === 'deleted'
      ? [[{ title: 'Restore', act: () => void restoreExperiment(queries, experiment) }]]
      : [
          [{ title: 'Name, notes and tags…', act: () => setOpen(true) }],
          [{ title: 'Delete', act: () => void deleteExperiment(queries, experiment) }],
        ]
  return (
    <>
      <Menu label={`What can be done with ${experiment.name}`} className={styles['more']} sections={sections}>
        <More />
      </Menu>
      {isOpen ? <AboutExperiment experiment={experiment} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
