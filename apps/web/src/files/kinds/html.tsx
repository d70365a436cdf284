import { useState } from 'react'
import { Choices } from '../../shell/choices.tsx'
import { errorText } from '../../shell/error-text.ts'
import page from '../../shell/page.module.css'
import styles from '../files.module.css'
import type { PreviewProps } from '../preview-kind.ts'
import { HowMuch } from '../text/how-much.tsx'
import { TextView } from '../text/text-view.tsx'
import { useBeginning } from '../text/use-beginning.ts'

const ways = [
  ['page', 'As a page'],
  ['text', 'As written'],
] as const

const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:">`

/** With a policy of its own after what must come first: pictures and frames could ask this server in the name of whoever looks. */
function closeDocument(text: string): string {
  return text.replace(/^\uFEFF?\s*(?:<!doctype[^>]*>)?/i, (start) => start + policy)
}

/** A document of a run: it has no scripts, no forms, no origin here, and loads nothing. */
export function HtmlPreview({ file, size }: PreviewProps) {
  const { text, error, ...read } = useBeginning(file, size)
  const [way, setWay] = useState<'page' | 'text'>('page')
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (text === undefined) return <div aria-busy="true" />
  return (
    <>
      <div className={styles['tools']}>
        <Choices label="How it is shown" choices={ways} chosen={way} onChoose={setWay} />
        {/<script/i.test(text) ? <span className={page['soft']}>Its scripts are not run; download it to see it whole.</span> : null}
        <HowMuch {...read} size={size} />
      </div>
      {way === 'text' ? (
        <TextView text={text} path={file.path} />
      ) : (
        <iframe sandbox="" srcDoc={closeDocument(text)} title={file.path} className={styles['frame']} />
      )}
    </>
  )
}
