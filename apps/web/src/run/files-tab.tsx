import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FileTree } from '../files/file-tree.tsx'
import styles from '../files/files.module.css'
import { Preview } from '../files/preview.tsx'
import page from '../shell/page.module.css'
import { madeModelsQuery } from './made-models-query.ts'
import type { TabProps } from './tab-props.ts'

/** The artifacts of a run, and of the models that it has logged, as a tree, with a preview of the file that is picked. */
export function FilesTab({ run }: TabProps) {
  const { path, of } = useSearch({ from: '/r/$run/$tab' })
  const navigate = useNavigate({ from: '/r/$run/$tab' })
  const { run_id: runId, artifact_uri: ownUri = '', status } = run.info
  const { data: models = [], isPending, isEnabled } = useQuery(madeModelsQuery(run))
  const model = models.find(({ model_id }) => model_id === of)
  if (of !== undefined && model === undefined && isEnabled && isPending) return <div aria-busy="true" />
  const uri = model === undefined ? ownUri : (model.artifact_uri ?? '')
  const ownerId = model?.model_id ?? runId
  return (
    <div className={styles['layout']}>
      <FileTree key={ownerId} runId={runId} modelId={model?.model_id} uri={uri} path={path} isFollowed={status === 'RUNNING'}>
        {models.length === 0 ? null : (
          <select
            className={page['button']}
            aria-label="Whose files"
            value={ownerId}
            onChange={({ target }) => void navigate({ search: target.value === runId ? {} : { of: target.value } })}
          >
            <option value={runId}>Files of the run</option>
            {models.map(({ model_id, name }) => (
              <option key={model_id} value={model_id}>
                Files of the model {name ?? model_id}
              </option>
            ))}
          </select>
        )}
      </FileTree>
      {path === undefined || path.endsWith('/') ? (
        <p className={page['soft']}>Pick a file to look into it.</p>
      ) : (
        <Preview key={`${ownerId} ${path}`} file={{ ownerId, uri, path }} />
      )}
    </div>
  )
}
