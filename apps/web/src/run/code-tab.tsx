import type { Run, RunRecord } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { artifactTextQuery } from './artifact-text.ts'
import { recordQuery } from './record-query.ts'
import styles from './run-page.module.css'
import type { TabProps } from './run-page.tsx'
import { tagOf } from './tag-of.ts'

const MOST_PATCH = 1_024 * 1_024

/** The command, the commit and what was changed since. */
export function CodeTab({ run }: TabProps) {
  const { data: record, error } = useQuery(recordQuery(run))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (record === undefined) return <div aria-busy="true" />
  return record === null ? <FromTags run={run} /> : <FromRecord run={run} record={record} />
}

/** What other clients say of the code. */
function FromTags({ run }: { readonly run: Run }) {
  const commit = tagOf(run, 'mlflow.source.git.commit')
  return (
    <section className={page['card']} aria-label="Code">
      <h2>Code</h2>
      <dl className={styles['pairs']}>
        <dt>Program</dt>
        <dd>{tagOf(run, 'mlflow.source.name') ?? 'not recorded'}</dd>
        <dt>Commit</dt>
        <dd>{commit === undefined ? 'not recorded' : <code>{commit}</code>}</dd>
      </dl>
      <p className={page['soft']}>
        The code itself, changes that were not committed, and the environment are kept when a program is run with{' '}
        <code>reprise run -- COMMAND</code>.
      </p>
    </section>
  )
}

function FromRecord({ run, record: { command, code } }: { readonly run: Run; readonly record: RunRecord }) {
  return (
    <>
      <section className={page['card']} aria-label="Code">
        <h2>Code</h2>
        <dl className={styles['pairs']}>
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
        </dl>
      </section>
      {code.patch === undefined ? (
        <p className={page['soft']}>
          {code.uncommitted === true ? 'The changes that were not committed are kept, but not as text.' : 'Everything was committed.'}
        </p>
      ) : (
        <Patch uri={run.info.artifact_uri ?? ''} path={code.patch.artifact} />
      )}
    </>
  )
}

function Patch({ uri, path }: { readonly uri: string; readonly path: string }) {
  const { data, error } = useQuery(artifactTextQuery(uri, path, MOST_PATCH))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  return (
    <section aria-label="Changes that were not committed" style={{ marginTop: 16 }}>
      <h2>Not committed</h2>
      <pre tabIndex={0} style={{ marginTop: 8 }}>
        {data?.text.split('\n').map((line, at) => (
          <div key={at} className={colourOf(line)}>
            {line === '' ? ' ' : line}
          </div>
        ))}
        {data?.isCut === true ? '… the rest is in the file' : ''}
      </pre>
    </section>
  )
}

function colourOf(line: string): string | undefined {
  if (line.startsWith('+') && !line.startsWith('+++')) return styles['added']
  return line.startsWith('-') && !line.startsWith('---') ? styles['removed'] : undefined
}
