import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { artifactsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import { Preview } from './preview.tsx'
import styles from './run-page.module.css'
import type { TabProps } from './run-page.tsx'

/** The artifacts of a run, folder by folder, with a preview of the file that is picked. */
export function FilesTab({ run }: TabProps) {
  const { path } = useSearch({ from: '/r/$run/$tab' })
  const folder =
    path === undefined || path.endsWith('/') ? (path ?? '').replace(/\/$/, '') : path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const file = path === undefined || path.endsWith('/') ? undefined : path
  const { data, error } = useQuery(artifactsQuery(run.info.artifact_uri ?? '', folder))
  return (
    <div className={styles['files']}>
      <section className={page['card']} aria-label="Files">
        <Crumbs runId={run.info.run_id} folder={folder} />
        {error === null ? null : <p role="alert">{errorText(error)}</p>}
        {data?.length === 0 ? <p className={page['soft']}>There are no files here.</p> : null}
        <table className={page['table']} style={{ border: 0 }}>
          <tbody>
            {data?.map((entry) => (
              <tr key={entry.path}>
                <td>
                  <Link
                    to="/r/$run/$tab"
                    params={{ run: run.info.run_id, tab: 'files' }}
                    search={{ path: entry.isFolder ? `${entry.path}/` : entry.path }}
                    aria-current={entry.path === file}
                  >
                    {entry.path.slice(entry.path.lastIndexOf('/') + 1)}
                    {entry.isFolder ? '/' : ''}
                  </Link>
                </td>
                <td className={page['number']}>{entry.size === undefined ? '' : formatBytes(entry.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {file === undefined ? (
        <p className={page['soft']}>Pick a file to look into it.</p>
      ) : (
        <Preview key={file} run={run} path={file} size={data?.find((entry) => entry.path === file)?.size} />
      )}
    </div>
  )
}

function Crumbs({ runId, folder }: { readonly runId: string; readonly folder: string }) {
  const navigate = useNavigate()
  const parts = folder === '' ? [] : folder.split('/')
  const go = (depth: number) =>
    void navigate({
      to: '/r/$run/$tab',
      params: { run: runId, tab: 'files' },
      search: depth === 0 ? {} : { path: `${parts.slice(0, depth).join('/')}/` },
    })
  return (
    <nav className={page['bar']} aria-label="Folders">
      {['artifacts', ...parts].map((name, depth) => (
        <button key={`${depth} ${name}`} type="button" className={page['button']} onClick={() => go(depth)}>
          {name}
        </button>
      ))}
    </nav>
  )
}
