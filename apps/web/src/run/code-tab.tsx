import type { Run, RunRecord } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { CodeFiles } from '../code/code-files.tsx'
import { codePlaceOf } from '../code/code-place.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { recordQuery } from '../record/record-query.ts'
import styles from './run-page.module.css'
import type { TabProps } from './tab-props.ts'
import { tagOf } from '../tags/tag-of.ts'

/** The command, the commit, what was changed since, and the files themselves. */
export function CodeTab({ run }: TabProps) {
  const { data: record, error } = useQuery(recordQuery(run))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (record === undefined) return <div aria-busy="true" />
  return record === null ? <FromTags run={run} /> : <FromRecord run={run} record={record} />
}

const tags = [
  ['Program', 'mlflow.source.name'],
  ['Kind', 'mlflow.source.type'],
  ['Commit', 'mlflow.source.git.commit'],
  ['Branch', 'mlflow.source.git.branch'],
  ['Repository', 'mlflow.source.git.repoURL'],
  ['Entry point', 'mlflow.project.entryPoint'],
  ['User', 'mlflow.user'],
] as const

/** What other clients say of the code. */
function FromTags({ run }: { readonly run: Run }) {
  return (
    <section className={page['card']} aria-label="Code">
      <h2>Code</h2>
      <dl className={page['pairs']}>
        {tags.map(([name, key]) => {
          const value = tagOf(run, key)
          if (value === undefined && name !== 'Program' && name !== 'Commit') return null
          return (
            <div key={key} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value === undefined ? 'not recorded' : <code>{value}</code>}</dd>
            </div>
          )
        })}
      </dl>
      <p className={page['soft']}>
        The code itself, changes that were not committed, and the environment are kept when a program is run with{' '}
        <code>reprise run -- COMMAND</code>.
      </p>
    </section>
  )
}

function FromRecord({ run, record }: { readonly run: Run; readonly record: RunRecord }) {
  const { command, code } = record
  const patch = code.patch === undefined ? undefined : { uri: run.info.artifact_uri ?? '', ...code.patch }
  return (
    <div className={styles['code']}>
      <section className={page['card']} aria-label="Code">
        <dl className={page['pairs']}>
          <dt>Command</dt>
          <dd>
            <code>{command.argv.join(' ')}</code>
          </dd>
          <dt>Folder</dt>
          <dd>{command.absolute_folder}</dd>
          <dt>Commit</dt>
          <dd>
            <code>{code.commit ?? 'none'}</code> {code.branch === undefined ? '' : `on ${code.branch}`}
          </dd>
          <dt>Tree</dt>
          <dd>
            <code>{code.tree ?? 'not kept'}</code> {code.not_kept ?? ''}
          </dd>
          {patch === undefined ? (
            <>
              <dt>Not committed</dt>
              <dd>{code.uncommitted === true ? 'changes that are kept, but not as text' : 'nothing: everything was committed'}</dd>
            </>
          ) : null}
        </dl>
      </section>
      <CodeFiles place={codePlaceOf(run, record)} patch={patch} />
    </div>
  )
}
