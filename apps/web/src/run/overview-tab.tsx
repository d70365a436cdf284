import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import page from '../shell/page.module.css'
import { deleteRunTag, setRunTag } from '../editing/edit-runs.ts'
import { canEdit, now } from '../server/client.ts'
import { metricsQuery } from '../server/queries.ts'
import { fits } from '../search/fits.ts'
import { Time } from '../shell/time.tsx'
import { TagList } from '../tags/tag-list.tsx'
import { durationOf } from '../values/duration-of.ts'
import { formatDuration, formatNumber } from '../values/format.ts'
import { NOTE_TAG } from '../notes/note-tag.ts'
import { Datasets } from './datasets.tsx'
import { MadeModels } from './made-models.tsx'
import type { TabProps } from './tab-props.ts'

/** Everything that was logged, as lists that can be searched. */
export function OverviewTab({ run }: TabProps) {
  const { info, data, inputs, outputs } = run
  const queries = useQueryClient()
  const duration = durationOf(info, now())
  const params = (data?.params ?? []).map(({ key, value = '' }) => ({ key, value }))
  const tags = (data?.tags ?? []).filter(({ key }) => key !== NOTE_TAG)
  return (
    <div className={page['grid']}>
      <div className={page['stack']}>
        <section className={page['card']} aria-label="About">
          <h2>About</h2>
          <dl className={page['pairs']}>
            <dt>Run</dt>
            <dd>
              <code>{info.run_id}</code>
            </dd>
            <dt>Started</dt>
            <dd>
              <Time at={info.start_time} />
            </dd>
            <dt>Ended</dt>
            <dd>{info.end_time === undefined ? 'not yet' : <Time at={info.end_time} />}</dd>
            <dt>Duration</dt>
            <dd>{duration === undefined ? '' : formatDuration(duration)}</dd>
            <dt>User</dt>
            <dd>{info.user_id ?? ''}</dd>
            <dt>Artifacts</dt>
            <dd>{info.artifact_uri ?? ''}</dd>
          </dl>
        </section>
        <Metrics run={run} />
        <Datasets title="Data read" uses={inputs?.dataset_inputs ?? []} />
        <Datasets title="Data made" uses={outputs?.dataset_outputs ?? []} />
        <MadeModels run={run} />
      </div>
      <div className={page['stack']}>
        <List title="Params" entries={params} none="No params were logged." />
        <section className={page['card']} aria-label="Tags">
          <h2>
            Tags <span className={page['soft']}>{tags.length}</span>
          </h2>
          <TagList
            tags={tags}
            isEditable={canEdit}
            none="There are no tags."
            onSet={(entry) => setRunTag(queries, info.run_id, entry)}
            onDelete={(entry) => deleteRunTag(queries, info.run_id, entry)}
          />
        </section>
      </div>
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

interface ListProps {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly none: string
}

/** Entries of which all are there. */
function List({ title, entries, none }: ListProps) {
  const [words, setWords] = useState('')
  const found = entries.filter(({ key, value }) => fits(`${key} ${value}`, words))
  const more = found.length > MOST ? `and ${found.length - MOST} more; search for them` : undefined
  return <FoundList {...{ title, none, words, more }} entries={found.slice(0, MOST)} count={String(entries.length)} onSearch={setWords} />
}

/** Metrics are searched on the server. */
function Metrics({ run: { info } }: TabProps) {
  const [words, setWords] = useState('')
  const { data } = useQuery(metricsQuery(info, words, MOST))
  const entries = (data?.metrics ?? []).map(({ key, value, step }) => ({ key, value: formatNumber(value), note: `step ${step ?? 0}` }))
  const hasMore = data?.hasMore === true
  const count = words === '' && data !== undefined ? `${entries.length}${hasMore ? '+' : ''}` : undefined
  const none = data === undefined ? '' : words === '' ? 'No metrics were logged.' : 'No metric has such a name.'
  const more = hasMore ? 'and more; search for them' : undefined
  return <FoundList title="Metrics" {...{ none, words, more, entries }} count={count} onSearch={setWords} />
}

interface FoundListProps extends ListProps {
  /** What is looked for. */
  readonly words: string
  /** How many there are in all, where that is known. */
  readonly count: string | undefined
  /** What is said where not all are shown. */
  readonly more: string | undefined
  readonly onSearch: (words: string) => void
}

/** Entries that were found; from a few on they can be searched. */
function FoundList({ title, entries, none, words, count, more, onSearch }: FoundListProps) {
  return (
    <section className={page['card']} aria-label={title}>
      <h2>
        {title} <span className={page['soft']}>{count}</span>
      </h2>
      {entries.length > 8 || words !== '' ? (
        <input
          type="search"
          className={page['search']}
          style={{ width: '100%', marginBottom: 8 }}
          aria-label={`Search ${title.toLowerCase()}`}
          placeholder={`Search ${title.toLowerCase()}`}
          value={words}
          onChange={({ target }) => onSearch(target.value)}
        />
      ) : null}
      {entries.length === 0 ? <p className={page['soft']}>{none}</p> : null}
      <dl className={page['pairs']}>
        {entries.map(({ key, value, note }) => (
          <Pair key={key} name={key} value={value} note={note} />
        ))}
      </dl>
      {more === undefined ? null : <p className={page['soft']}>{more}</p>}
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
