import page from '../../shell/page.module.css'
import type { PreviewProps } from '../preview-kind.ts'
import { printBytes } from '../print-bytes.ts'

const SHOWN = 512

/** What nothing is known of: its first bytes, in hexadecimal and as the text they might be. */
export function BytesPreview({ head, size }: PreviewProps) {
  return (
    <>
      <p className={page['soft']} style={{ margin: 0 }}>
        It is not text. {size > SHOWN ? `These are its first ${SHOWN} bytes.` : ''}
      </p>
      <pre tabIndex={0} aria-label="Bytes">
        {printBytes(head.subarray(0, SHOWN))}
      </pre>
    </>
  )
}
