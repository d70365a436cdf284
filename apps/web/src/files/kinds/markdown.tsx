import { useState } from 'react'
import { Markdown } from '../../markdown/markdown.tsx'
import { Choices } from '../../shell/choices.tsx'
import { errorText } from '../../shell/error-text.ts'
import styles from '../files.module.css'
import type { PreviewProps } from '../preview-kind.ts'
import { HowMuch } from '../text/how-much.tsx'
import { TextView } from '../text/text-view.tsx'
import { useBeginning } from '../text/use-beginning.ts'

const ways = [
  ['read', 'To read'],
  ['text', 'As written'],
] as const

/** Notes and READMEs. Elements are built, never markup from text. */
export function MarkdownPreview({ file, size }: PreviewProps) {
  const { text, error, ...read } = useBeginning(file, size)
  const [way, setWay] = useState<'read' | 'text'>('read')
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (text === undefined) return <div aria-busy="true" />
  return (
    <>
      <div className={styles['tools']}>
        <Choices label="How it is shown" choices={ways} chosen={way} onChoose={setWay} />
        <HowMuch {...read} size={size} />
      </div>
      {way === 'text' ? (
        <TextView text={text} path={file.path} />
      ) : (
        <div className={styles['scroll']} tabIndex={0} role="region" aria-label="As Markdown">
          <Markdown text={text} />
        </div>
      )}
    </>
  )
}
