import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { namesOf } from '../values/names-of.ts'
import { experimentsQuery } from '../server/queries.ts'
import { fits } from '../search/fits.ts'
import { useOfferedActions } from '../shell/actions.ts'
import { Dialog } from '../shell/dialog.tsx'
import { errorText } from '../shell/error-text.ts'
import { Keys } from '../shell/keys.tsx'
import { useLater } from '../shell/use-later.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import { placeOfView } from '../views/place-of-view.ts'
import { allViewsQuery } from '../views/views-query.ts'
import { findRunsQuery } from './find-runs.ts'
import styles from './palette.module.css'
import type { Entry } from './entry.ts'

/** Entries of one kind that are shown at once; more words find the others. */
const MOST_OF_KIND = 8

/** Finds pages, experiments, runs and what can be done here. Enter goes there. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [words, setWords] = useState('')
  const [choice, setChoice] = useState(0)
  const list = useId()
  const { entries, error } = useEntries(words)
  const chosen = Math.min(choice, entries.length - 1)
  const take = (entry: Entry | undefined) => {
    if (entry === undefined) return
    onClose()
    // Only when the dialog is gone can the page take the focus.
    setTimeout(entry.act)
  }
  return (
    <Dialog title="Search and commands" isTitleHidden onClose={onClose}>
      <input
        type="text"
        role="combobox"
        className={styles['input']}
        aria-label="Search and commands"
        aria-autocomplete="list"
        aria-expanded={entries.length > 0}
        aria-controls={list}
        aria-activedescendant={entries.length > 0 ? `${list}-${chosen}` : undefined}
        placeholder="Run, experiment, page or command"
        spellCheck={false}
        autoFocus
        value={words}
        onChange={({ target }) => {
          setWords(target.value)
          setChoice(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChoice((chosen + 1) % Math.max(1, entries.length))
          else if (event.key === 'ArrowUp') setChoice((chosen - 1 + entries.length) % Math.max(1, entries.length))
          else if (event.key === 'Enter') take(entries[chosen])
          else return
          event.preventDefault()
        }}
      />
      <div id={list} role="listbox" aria-label="Found" className={styles['list']}>
        {entries.map((entry, at) => (
          <div key={`${entry.kind} ${entry.id}`} role="presentation">
            {entry.kind === entries[at - 1]?.kind ? null : (
              <div role="presentation" className={styles['kind']}>
                {entry.kind}
              </div>
            )}
            <div
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === chosen}
              ref={at === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
              className={styles['entry']}
              onPointerMove={() => setChoice(at)}
              onClick={() => take(entry)}
            >
              <span className={styles['title']}>{entry.title}</span>
              {entry.note === undefined ? null : <span className={styles['note']}>{entry.note}</span>}
              {entry.keys === undefined ? null : <Keys keys={entry.keys} />}
            </div>
          </div>
        ))}
      </div>
      {entries.length === 0 && error === null ? <p className={styles['note']}>Nothing is called so.</p> : null}
      {error === null ? null : <p role="alert">Runs could not be searched. {errorText(error)}</p>}
    </Dialog>
  )
}

/** What fits the words, by kind: what was found on the server only once something was typed. */
function useEntries(words: string): { readonly entries: readonly Entry[]; readonly error: Error | null } {
  const navigate = useNavigate()
  const groups = useOfferedActions()
  const later = useLater(words.trim())
  const { data: experiments = [] } = useQuery(experimentsQuery())
  const { data: runs = [], error } = useQuery(findRunsQuery(experiments, later))
  const { data: views = [] } = useQuery(allViewsQuery())
  const names = namesOf(experiments)
  const commands = groups
    .toReversed()
    .flatMap(({ title: kind, actions }) =>
      actions
        .filter((action) => action.isKeyOnly !== true && fits(`${kind} ${action.title}`, words))
        .map(({ title, keys, act }): Entry => ({ kind, id: title, title, keys, act: () => void act() })),
    )
  const foundExperiments = experiments
    .filter(({ name, experiment_id }) => words.trim() !== '' && (fits(name, words) || experiment_id === words.trim()))
    .slice(0, MOST_OF_KIND)
    .map(({ experiment_id, name }): Entry => ({
      kind: 'Experiments',
      id: experiment_id,
      title: name,
      act: () => void navigate({ to: '/e/$experiment', params: { experiment: experiment_id } }),
    }))
  const foundViews = views
    .filter(({ name }) => words.trim() !== '' && fits(`view ${name}`, words))
    .slice(0, MOST_OF_KIND)
    .map((view): Entry => ({
      kind: 'Saved views',
      id: view.view_id,
      title: view.name,
      note: view.experiment_id === undefined ? view.page : (names.get(view.experiment_id) ?? ''),
      act: () => void navigate(placeOfView(view)),
    }))
  const foundRuns = (later === '' ? [] : runs).slice(0, MOST_OF_KIND).map(({ info }): Entry => ({
    kind: 'Runs',
    id: info.run_id,
    title: nameOfRun(info),
    note: `${names.get(info.experiment_id) ?? ''} ${info.run_id.slice(0, 8)}`,
    act: () => void navigate({ to: '/r/$run/$tab', params: { run: info.run_id, tab: 'overview' } }),
  }))
  return { entries: [...foundExperiments, ...foundRuns, ...foundViews, ...commands], error }
}
