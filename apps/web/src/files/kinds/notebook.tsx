import { useMemo } from 'react'
import { Markdown } from '../../markdown/markdown.tsx'
import { errorText } from '../../shell/error-text.ts'
import { formatBytes } from '../../values/format.ts'
import { AnsiLine } from '../ansi/ansi-line.tsx'
import styles from '../files.module.css'
import { type Notebook, type NotebookCell, type NotebookOutput, readNotebook } from '../notebook/read-notebook.ts'
import type { PreviewProps } from '../preview-kind.ts'
import { CodeBlock } from '../text/code-block.tsx'
import { useWholeText } from '../text/use-whole-text.ts'
import { TextPreview } from './text.tsx'

const MOST = 32 * 1_024 * 1_024
const MOST_CELLS = 500
/** Characters of an output. */
const MOST_OUTPUT = 20_000

/** A notebook with its outputs: texts and pictures, documents without scripts. */
export function NotebookPreview(props: PreviewProps) {
  if (props.size > MOST) {
    return (
      <>
        <p className={styles['plain']}>Notebooks of more than {formatBytes(MOST)} are shown as text.</p>
        <TextPreview {...props} />
      </>
    )
  }
  return <Whole {...props} />
}

function Whole(props: PreviewProps) {
  const { data, error } = useWholeText(props.file, props.size)
  const text = data?.text
  const read = useMemo(() => (text === undefined ? undefined : tryToRead(text)), [text])
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (read === undefined) return <div aria-busy="true" />
  if ('why' in read) {
    return (
      <>
        <p className={styles['note']}>It can not be read as a notebook: {read.why}</p>
        <TextPreview {...props} />
      </>
    )
  }
  const { cells, language } = read.notebook
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Notebook">
      {cells.slice(0, MOST_CELLS).map((cell, at) => (
        <Cell key={at} cell={cell} language={language} />
      ))}
      {cells.length > MOST_CELLS ? <p>and {cells.length - MOST_CELLS} more cells</p> : null}
    </div>
  )
}

function tryToRead(text: string): { readonly notebook: Notebook } | { readonly why: string } {
  try {
    return { notebook: readNotebook(text) }
  } catch (error) {
    return { why: errorText(error) }
  }
}

function Cell({ cell: { kind, text, count, outputs }, language }: { readonly cell: NotebookCell; readonly language: string }) {
  return (
    <div className={styles['notebookCell']}>
      <span className={styles['number']}>{kind === 'code' ? `[${count}]` : ''}</span>
      <div>
        {kind === 'markdown' ? <Markdown text={text} /> : <CodeBlock text={text} language={kind === 'code' ? language : undefined} />}
        {outputs.map((output, at) => (
          <div key={at} className={styles['outputs']}>
            <Output output={output} />
          </div>
        ))}
      </div>
    </div>
  )
}

function Output({ output }: { readonly output: NotebookOutput }) {
  if (output.kind === 'image') return <img src={output.address} alt="Output" />
  if (output.kind === 'html')
    return <iframe sandbox="" srcDoc={output.text} title="Output" className={styles['frame']} style={{ minHeight: 200, height: 300 }} />
  const lines = output.text.slice(0, MOST_OUTPUT).replace(/\n$/, '').split('\n')
  return (
    <pre tabIndex={0}>
      {lines.map((line, at) => (
        <div key={at}>{line === '' ? ' ' : <AnsiLine line={line} />}</div>
      ))}
      {output.text.length > MOST_OUTPUT ? '…' : ''}
    </pre>
  )
}
