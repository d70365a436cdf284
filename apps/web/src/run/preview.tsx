import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import { artifactTextQuery } from './artifact-text.ts'
import { kindOf, parseTable } from './preview-kinds.ts'
import styles from './run-page.module.css'

interface Props {
  readonly run: Run
  readonly path: string
  readonly size: number | undefined
}

const MOST_TEXT = 1_024 * 1_024
const MOST_MEDIA = 64 * 1_024 * 1_024
const MOST_ROWS = 500

/** A look into a file, never at more of it than a page can hold. The whole is one click away. */
export function Preview({ run, path, size }: Props) {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const address = `/get-artifact?run_uuid=${run.info.run_id}&path=${encodeURIComponent(path)}`
  return (
    <section className={page['card']} aria-label={name}>
      <div className={page['bar']} style={{ marginBottom: 12 }}>
        <h2>{name}</h2>
        <span className={page['soft']}>{size === undefined ? '' : formatBytes(size)}</span>
        <a className={page['button']} style={{ marginLeft: 'auto' }} href={address} download={name}>
          Download
        </a>
      </div>
      <Content run={run} path={path} size={size} />
    </section>
  )
}

function Content({ run, path, size }: Props) {
  const kind = kindOf(path)
  const uri = run.info.artifact_uri ?? ''
  if (kind === 'image' || kind === 'audio') {
    if ((size ?? 0) > MOST_MEDIA) return <p className={page['soft']}>Too large to be shown here.</p>
    return <Media uri={uri} path={path} kind={kind} />
  }
  if (kind === 'other') return <p className={page['soft']}>There is no preview for files of this kind.</p>
  return <Text uri={uri} path={path} kind={kind} />
}

/** Downloads come as attachments, so that nothing a run stored runs here: what is shown is an object of the page's own. */
function Media({ uri, path, kind }: { readonly uri: string; readonly path: string; readonly kind: 'image' | 'audio' }) {
  const [address, setAddress] = useState<string>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    const end = new AbortController()
    let made: string | undefined
    const read = async () => {
      const stream = await client.downloadArtifact(uri, path, { signal: end.signal })
      made = URL.createObjectURL(new Blob([await new Response(stream).blob()], { type: typeOf(path) }))
      if (!end.signal.aborted) setAddress(made)
    }
    read().catch((reason: unknown) => {
      if (!end.signal.aborted) setError(reason)
    })
    return () => {
      end.abort()
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [uri, path])
  if (error !== undefined) return <p role="alert">{errorText(error)}</p>
  if (address === undefined) return <div aria-busy="true" />
  if (kind === 'audio') return <audio controls src={address} aria-label={path} />
  return <img src={address} alt={path} style={{ maxWidth: '100%', imageRendering: 'auto' }} />
}

function typeOf(path: string): string {
  return path.toLowerCase().endsWith('.svg') ? 'image/svg+xml' : ''
}

function Text({ uri, path, kind }: { readonly uri: string; readonly path: string; readonly kind: 'json' | 'table' | 'text' | 'html' }) {
  const { data, error } = useQuery(artifactTextQuery(uri, path, MOST_TEXT))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  const cut = data.isCut ? <p className={page['soft']}>This is its beginning, {formatBytes(MOST_TEXT)} of it.</p> : null
  // A document of a run has no scripts, no forms and no origin here.
  if (kind === 'html')
    return <iframe sandbox="" srcDoc={data.text} title={path} style={{ width: '100%', height: '70vh', border: 0, background: '#fff' }} />
  if (kind === 'table') return <Table rows={parseTable(data.text, path.endsWith('.tsv') ? '\t' : ',', MOST_ROWS)} cut={cut} />
  return (
    <>
      {cut}
      <pre className={styles['log']} tabIndex={0}>
        {kind === 'json' && !data.isCut ? pretty(data.text) : data.text}
      </pre>
    </>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // What is not JSON is shown as it is.
    return text
  }
}

function Table({ rows: [head = [], ...rows], cut }: { readonly rows: readonly (readonly string[])[]; readonly cut: React.ReactNode }) {
  return (
    <>
      {cut}
      <table className={page['table']}>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
