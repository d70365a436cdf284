import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import files from '../files/files.module.css'
import { TextView } from '../files/text/text-view.tsx'
import { artifactTextQuery } from '../files/artifact-text.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import { useWorker, type WorkerSession } from '../workers/use-worker.ts'
import styles from './code.module.css'
import type { CodePlace } from './open-code.ts'
import type { CodeFile } from './read-tree.ts'

/** Bytes of a patch that are shown. */
const MOST_PATCH = 4 * 1_024 * 1_024
/** Files that are listed; a search finds the others. */
const MOST_FILES = 1_000
/** In the address in place of a path: the changes that were not committed. */
const PATCH = 'changes.patch'

interface Patch {
  readonly uri: string
  readonly artifact: string
  readonly size: number
}

interface Props {
  /** Absent where the code was not kept, or can not be read here. */
  readonly place: CodePlace | undefined
  readonly patch: Patch | undefined
}

/** The files of the code as they were when the run began, and what of them was not committed. */
export function CodeFiles({ place, patch }: Props) {
  const worker = useWorker()
  const { path } = useSearch({ from: '/r/$run/$tab' })
  const { data, error } = useQuery({
    queryKey: ['code', place],
    queryFn: () => (place === undefined ? [] : worker.run('listCode', place)),
    staleTime: Infinity,
    retry: false,
  })
  if (error !== null) return <Shown patch={patch} why={errorText(error)} />
  if (data === undefined) return <div aria-busy="true" />
  if (place === undefined || data.length === 0)
    return <Shown patch={patch} why="The files of the code are not kept in a way that pages read." />
  const first =
    data.find((file) => /^readme/i.test(file.path)) ?? data.find((file) => /\.(?:py|mjs|ts|js|r|sh)$/i.test(file.path)) ?? data[0]
  const chosen = path ?? (patch === undefined ? first?.path : PATCH)
  return (
    <div className={styles['columns']}>
      <FileList all={data} hasPatch={patch !== undefined} chosen={chosen} />
      <section className={files['preview']} aria-label={chosen}>
        {chosen === PATCH && patch !== undefined ? (
          <PatchText patch={patch} />
        ) : (
          <FileText key={chosen} place={place} worker={worker} file={data.find((file) => file.path === chosen)} />
        )}
      </section>
    </div>
  )
}

/** Where there are no files: the changes alone, or why there is nothing. */
function Shown({ patch, why }: { readonly patch: Patch | undefined; readonly why: string }) {
  return (
    <section className={files['preview']} aria-label="Files of the code">
      <p className={page['soft']}>{why}</p>
      {patch === undefined ? null : <PatchText patch={patch} />}
    </section>
  )
}

function FileList({
  all,
  hasPatch,
  chosen,
}: {
  readonly all: readonly CodeFile[]
  readonly hasPatch: boolean
  readonly chosen: string | undefined
}) {
  const [search, setSearch] = useState('')
  const navigate = useNavigate({ from: '/r/$run/$tab' })
  const go = (path: string) => void navigate({ search: (before) => ({ ...before, path }), replace: true })
  const shown = all.filter((file) => file.path.toLowerCase().includes(search.toLowerCase()))
  return (
    <section className={styles['list']} aria-label="Files of the code" tabIndex={0}>
      <input
        type="search"
        className={page['search']}
        style={{ width: '100%' }}
        aria-label="Search the code's files"
        placeholder={`Search ${all.length} files`}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {hasPatch ? (
        <button type="button" aria-pressed={chosen === PATCH} onClick={() => go(PATCH)}>
          Changes that were not committed
        </button>
      ) : null}
      {shown.slice(0, MOST_FILES).map(({ path }) => (
        <button key={path} type="button" aria-pressed={chosen === path} onClick={() => go(path)}>
          {path}
        </button>
      ))}
      {shown.length > MOST_FILES ? <p className={page['soft']}>and {shown.length - MOST_FILES} more; search for them</p> : null}
    </section>
  )
}

function PatchText({ patch: { uri, artifact } }: { readonly patch: Patch }) {
  const { data, error } = useQuery(artifactTextQuery(uri, artifact, MOST_PATCH))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  return (
    <>
      <h2>Not committed</h2>
      {data.isCut ? (
        <p className={page['soft']}>
          The first {formatBytes(MOST_PATCH)}; the rest is in the file {artifact}.
        </p>
      ) : null}
      <TextView text={data.text} path={PATCH} />
    </>
  )
}

interface FileProps {
  readonly place: CodePlace
  readonly worker: WorkerSession
  readonly file: CodeFile | undefined
}

function FileText({ place, worker, file }: FileProps) {
  const { data, error } = useQuery({
    queryKey: ['code', 'text', place.uri, file?.id],
    queryFn: () => (file === undefined ? undefined : worker.run('readCode', { ...place, id: file.id })),
    enabled: file !== undefined,
    staleTime: Infinity,
    retry: false,
  })
  if (file === undefined) return <p className={page['soft']}>There is no such file in the code of this run.</p>
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  return (
    <>
      <div className={files['title']}>
        <h2>{file.path}</h2>
        <span className={page['soft']}>
          {formatBytes(data.size)}
          {file.isLink ? ', a symbolic link' : ''}
        </span>
      </div>
      {data.text === undefined ? (
        <p className={page['soft']}>It is not text, or too long to be shown here.</p>
      ) : (
        <TextView text={data.text} path={file.path} />
      )}
    </>
  )
}
