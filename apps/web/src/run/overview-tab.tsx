import type { Dataset } from '@reprise/protocol'
import { useState } from 'react'
import page from '../shell/page.module.css'
import { formatDate, formatNumber } from '../values/format.ts'
import styles from './run-page.module.css'
import type { TabProps } from './run-page.tsx'

/** Everything that was logged, as lists that can be searched. */
export function OverviewTab({ run }: TabProps) {
  const { info, data, inputs, outputs } = run
  const metrics = (data?.metrics ?? []).map(({ key, value, step }) => ({ key, value: formatNumber(value), note: `step ${step ?? 0}` }))
  const params = (data?.params ?? []).map(({ key, value = '' }) => ({ key, value }))
  const tags = (data?.tags ?? []).filter(({ key }) => key !== 'mlflow.note.content').map(({ key, value = '' }) => ({ key, value }))
  return (
    <div className={page['grid']}>
      <section className={page['card']} aria-label="About">
        <h2>About</h2>
        <dl className={styles['pairs']}>
          <dt>Run</dt>
          <dd>
            <code>{info.run_id}</code>
          </dd>
          <dt>Started</dt>
          <dd>{formatDate(info.start_time)}</dd>
          <dt>Ended</dt>
          <dd>{info.end_time === undefined ? 'not yet' : formatDate(info.end_time)}</dd>
          <dt>User</dt>
          <dd>{info.user_id ?? ''}</dd>
          <dt>Artifacts</dt>
          <dd>{info.artifact_uri ?? ''}</dd>
        </dl>
      </section>
      <List title="Params" entries={params} none="No params were logged." />
      <List title="Metrics" entries={metrics} none="No metrics were logged." />
      <List title="Tags" entries={tags} none="There are no tags." />
      <Datasets title="Data read" datasets={(inputs?.dataset_inputs ?? []).map(({ dataset }) => dataset)} />
      <Datasets title="Data made" datasets={(outputs?.dataset_outputs ?? []).map(({ dataset }) => dataset)} />
    </div>
  )
}

interface Entry {
  readonly key: string
  readonly value: string
  readonly note?: string
}

/** Entries that are in the page at once: a run may have tens of thousands of metrics. */
const MOST = 200

function List({ title, entries, none }: { readonly title: string; readonly entries: readonly Entry[]; readonly none: string }) {
  const [words, setWords] = useState('')
  const found = entries.filter(({ key, value }) => key.includes(words) || value.includes(words))
  return (
    <section className={page['card']} aria-label={title}>
      <h2>
        {title} <span className={page['soft']}>{entries.length}</span>
      </h2>
      {entries.length > 8 ? (
        <input
          type="search"
          className={page['search']}
          style={{ width: '100%', marginBottom: 8 }}
          aria-label={`Search ${title.toLowerCase()}`}
          placeholder={`Search ${title.toLowerCase()}`}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      ) : null}
      {entries.length === 0 ? <p className={page['soft']}>{none}</p> : null}
      <dl className={styles['pairs']}>
        {found.slice(0, MOST).map(({ key, value, note }) => (
          <Pair key={key} name={key} value={value} note={note} />
        ))}
      </dl>
      {found.length > MOST ? <p className={page['soft']}>and {found.length - MOST} more; search for them</p> : null}
    </section>
  )
}

function Pair({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string | undefined }) {
  return (
    <>
      <dt>{name}</dt>
      <dd title={note}>{value}</dd>
    </>
  )
}

function Datasets({ title, datasets }: { readonly title: string; readonly datasets: readonly Dataset[] }) {
  if (datasets.length === 0) return null
  return (
    <section className={page['card']} aria-label={title}>
      <h2>
        {title} <span className={page['soft']}>{datasets.length}</span>
      </h2>
      <table className={page['table']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Digest</th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          {datasets.slice(0, MOST).map(({ name, digest, source_type }) => (
            <tr key={`${name}\n${digest}`}>
              <td>{name}</td>
              <td>
                <code>{digest.slice(0, 12)}</code>
              </td>
              <td>{source_type}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
