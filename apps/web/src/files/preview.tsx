import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { artifactAddress } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import styles from './files.module.css'
import { chooseKind, previewKinds } from './preview-kinds.ts'
import { PreviewGuard } from './preview-guard.tsx'
import { headQuery, nameOf, type StoredFile } from './stored-file.ts'

/** A look into a file, never at more of it than a page can hold. The whole is one click away. */
export function Preview({ file }: { readonly file: StoredFile }) {
  const name = nameOf(file)
  const address = artifactAddress(file.ownerId, file.path)
  const { data: head, error } = useQuery(headQuery(file))
  return (
    <section className={styles['preview']} aria-label={name}>
      <div className={styles['title']}>
        <h2>{name}</h2>
        <span className={page['soft']}>{head === undefined ? '' : formatBytes(head.size)}</span>
        {address === undefined ? null : (
          <a className={page['button']} style={{ marginLeft: 'auto' }} href={address} download={name}>
            Download
          </a>
        )}
      </div>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {head === undefined && error === null ? <div aria-busy="true" /> : null}
      {head?.size === 0 ? <p className={page['soft']}>The file is empty.</p> : null}
      {head === undefined || head.size === 0 ? null : <Content file={file} head={head.bytes} size={head.size} />}
    </section>
  )
}

function Content({ file, head, size }: { readonly file: StoredFile; readonly head: Uint8Array; readonly size: number }) {
  const { name, mistaken } = chooseKind(file.path, head)
  const { Preview: Kind, title } = previewKinds[name]
  return (
    <>
      {mistaken === undefined ? null : (
        <p className={styles['note']}>
          It is called {mistaken}, but is none: this is shown as {title}.
        </p>
      )}
      <PreviewGuard>
        <Suspense fallback={<div aria-busy="true" />}>
          <Kind file={file} head={head} size={size} />
        </Suspense>
      </PreviewGuard>
    </>
  )
}
