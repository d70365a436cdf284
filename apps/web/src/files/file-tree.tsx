import type { ArtifactEntry } from '@reprise/client'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { artifactsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import styles from './files.module.css'
import { archiveAddress } from '../server/client.ts'
import { foldersAbove, rowsOfTree, type TreeRow } from './tree-rows.ts'

interface Props {
  readonly runId: string
  /** Present where they are the files of a model that the run has logged. */
  readonly modelId: string | undefined
  readonly uri: string
  /** The file or folder of the address; a folder ends in a slash. */
  readonly path: string | undefined
  /** Whether more files may come. */
  readonly isFollowed: boolean
  /** What stands above the files. */
  readonly children?: ReactNode
}

const ROW = 26
/** How often one looks for files that a run goes on to write. */
const LOOK_MILLISECONDS = 4_000

/** The artifacts of a run, or of a model that it has logged: a folder is read when it is opened, and only rows in view are in the page. */
export function FileTree({ runId, modelId, uri, path, isFollowed, children }: Props) {
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(foldersAbove(path ?? '')))
  const [shown, setShown] = useState(path)
  // A link leads to a file in a folder that is not open yet; those that are stay open.
  if (shown !== path) {
    setShown(path)
    setOpen(new Set([...open, ...foldersAbove(path ?? '')]))
  }
  const folders = ['', ...open]
  const refetchInterval = isFollowed ? LOOK_MILLISECONDS : false
  const answers = useQueries({ queries: folders.map((folder) => ({ ...artifactsQuery(uri, folder), refetchInterval })) })
  const listings = new Map(
    folders.flatMap((folder, at): [string, ArtifactEntry[]][] => {
      const entries = answers[at]?.data
      return entries === undefined ? [] : [[folder, entries]]
    }),
  )
  const error = answers.find((answer) => answer.error !== null)?.error
  const rows = rowsOfTree(listings, open, search)
  const isRead = listings.has('')
  const archive = archiveAddress(modelId ?? runId, '')
  const toggle = (folder: string) => setOpen(toggled(open, folder))
  return (
    <section className={styles['browser']} aria-label="Files">
      {children}
      <div className={styles['tools']}>
        <input
          type="search"
          style={{ flex: 1, minWidth: 80 }}
          aria-label="Search files"
          placeholder="Search in open folders"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        {archive === undefined ? null : (
          <a className={page['button']} href={archive} download={`${modelId ?? runId}.zip`} title="All files as one archive">
            Download all
          </a>
        )}
      </div>
      {error === undefined || error === null ? null : <p role="alert">{errorText(error)}</p>}
      {isRead || error !== undefined ? null : <div aria-busy="true" />}
      {isRead && rows.length === 0 ? (
        <p className={page['soft']}>{search === '' ? 'There are no files here.' : 'No file is called so.'}</p>
      ) : null}
      <Rows rows={rows} runId={runId} modelId={modelId} path={path} onToggle={toggle} />
    </section>
  )
}

function toggled(open: ReadonlySet<string>, folder: string): ReadonlySet<string> {
  return open.has(folder) ? new Set([...open].filter((one) => one !== folder)) : new Set([...open, folder])
}

interface RowsProps {
  readonly rows: readonly TreeRow[]
  readonly runId: string
  readonly modelId: string | undefined
  readonly path: string | undefined
  readonly onToggle: (folder: string) => void
}

function Rows({ rows, runId, modelId, path, onToggle }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const drawn = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 10 })
  const place = rows.findIndex(({ entry }) => entry.path === path)
  // A link leads to a file among thousands.
  useEffect(() => {
    if (place >= 0) drawn.scrollToIndex(place, { align: 'auto' })
    // oxlint-disable-next-line react/exhaustive-deps -- once it is known where, and not whenever rows are drawn
  }, [path, place >= 0])
  return (
    <div ref={scroller} className={styles['tree']}>
      <div role="list" aria-label="Files and folders" style={{ height: drawn.getTotalSize(), position: 'relative' }}>
        {drawn.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const { entry, name, depth, isOpen } = row
          return (
            <div
              key={entry.path}
              role="listitem"
              className={styles['entry']}
              data-current={entry.path === path}
              style={{ transform: `translateY(${start}px)`, paddingLeft: 4 + Math.min(depth, 20) * 14 }}
            >
              {entry.isFolder ? (
                <>
                  <button type="button" aria-expanded={isOpen} title={entry.path} onClick={() => onToggle(entry.path)}>
                    <span aria-hidden="true">{isOpen ? '▾ ' : '▸ '}</span>
                    {name}/
                  </button>
                  <ArchiveLink ownerId={modelId ?? runId} folder={entry.path} name={name} />
                </>
              ) : (
                <>
                  <Link
                    to="/r/$run/$tab"
                    params={{ run: runId, tab: 'files' }}
                    search={modelId === undefined ? { path: entry.path } : { of: modelId, path: entry.path }}
                    aria-current={entry.path === path}
                    title={entry.path}
                    style={{ paddingLeft: 16 }}
                  >
                    {name}
                  </Link>
                  <small>{entry.size === undefined ? '' : formatBytes(entry.size)}</small>
                </>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function ArchiveLink({ ownerId, folder, name }: { readonly ownerId: string; readonly folder: string; readonly name: string }) {
  const address = archiveAddress(ownerId, folder)
  if (address === undefined) return null
  return (
    <a
      style={{ flex: 'none' }}
      href={address}
      download={`${name}.zip`}
      aria-label={`Download ${name}/ as an archive`}
      title="Download as an archive"
    >
      ⤓
    </a>
  )
}
