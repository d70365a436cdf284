import { useSearch } from '@tanstack/react-router'
import { FileTree } from '../files/file-tree.tsx'
import styles from '../files/files.module.css'
import { Preview } from '../files/preview.tsx'
import page from '../shell/page.module.css'
import type { TabProps } from './tab-props.ts'

/** The artifacts of a run as a tree, with a preview of the file that is picked. */
export function FilesTab({ run }: TabProps) {
  const { path } = useSearch({ from: '/r/$run/$tab' })
  const { run_id: runId, artifact_uri: uri = '', status } = run.info
  return (
    <div className={styles['layout']}>
      <FileTree runId={runId} uri={uri} path={path} isFollowed={status === 'RUNNING'} />
      {path === undefined || path.endsWith('/') ? (
        <p className={page['soft']}>Pick a file to look into it.</p>
      ) : (
        <Preview key={path} file={{ runId, uri, path }} />
      )}
    </div>
  )
}
