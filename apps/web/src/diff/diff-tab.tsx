import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { recordQuery } from '../record/record-query.ts'
import { hasOtherRuns } from '../server/client.ts'
import { runQuery } from '../server/queries.ts'
import { Choices } from '../shell/choices.tsx'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './diff.module.css'
import type { PartProps } from './pair.ts'
import { type DiffPart, diffParts } from './parts.ts'
import { RunPicker } from './run-picker.tsx'
import { useDiffView } from './use-diff-view.ts'

const components: Readonly<Record<DiffPart, ComponentType<PartProps>>> = {
  values: lazy(async () => ({ default: (await import('./values-part.tsx')).ValuesPart })),
  code: lazy(async () => ({ default: (await import('./code-part.tsx')).CodePart })),
  environment: lazy(async () => ({ default: (await import('./environment-part.tsx')).EnvironmentPart })),
  data: lazy(async () => ({ default: (await import('./data-part.tsx')).DataPart })),
  logs: lazy(async () => ({ default: (await import('./files-part.tsx')).LogsPart })),
  files: lazy(async () => ({ default: (await import('./files-part.tsx')).FilesPart })),
}

/** This run against another one, which stands first: what it was before. */
export function DiffTab({ run }: { readonly run: Run }) {
  const [{ with: other, part = 'values' }, change] = useDiffView()
  const answer = useQuery({ ...runQuery(other ?? ''), enabled: other !== undefined })
  const before = answer.data
  const own = useQuery(recordQuery(run))
  const others = useQuery({ ...recordQuery(before ?? run), enabled: before !== undefined })
  const error = answer.error ?? own.error ?? others.error
  const Part = components[part]
  return (
    <div className={styles['page']}>
      <div className={page['bar']}>
        {before === undefined ? null : (
          <span className={styles['pair']}>
            <span className={page['soft']}>From</span>
            <Link to="/r/$run/$tab" params={{ run: before.info.run_id, tab: 'overview' }}>
              {nameOfRun(before.info)}
            </Link>
            <span className={page['soft']}>to</span>
            <b>{nameOfRun(run.info)}</b>
          </span>
        )}
        <RunPicker
          run={run}
          label={before === undefined ? 'Against which run' : 'Another run'}
          onPick={(id) => change({ with: id, path: undefined })}
        />
        {before === undefined ? null : (
          <Link
            className={page['button']}
            to="/r/$run/$tab"
            params={{ run: before.info.run_id, tab: 'diff' }}
            search={{ with: run.info.run_id, part }}
          >
            Swap
          </Link>
        )}
      </div>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {other === undefined && hasOtherRuns ? <p className={page['soft']}>Pick a run to hold this one against it.</p> : null}
      {before === undefined || own.data === undefined || others.data === undefined ? null : (
        <>
          <Choices label="Parts" choices={diffParts} chosen={part} onChoose={(name) => change({ part: name, path: undefined })} />
          <div className={styles['panel']}>
            <Suspense fallback={<div aria-busy="true" />}>
              <Part
                key={`${before.info.run_id} ${run.info.run_id}`}
                runs={{ a: before, b: run }}
                records={{ a: others.data, b: own.data }}
              />
            </Suspense>
          </div>
        </>
      )}
    </div>
  )
}
