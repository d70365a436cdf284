import { pdfAddress } from '../../server/client.ts'
import page from '../../shell/page.module.css'
import styles from '../files.module.css'
import type { PreviewProps } from '../preview-kind.ts'

/**
 * A PDF in the viewer of the browser, where it has one for pages. Viewers refuse frames with a sandbox; what they show is apart from this page by
 * itself, and the server sends it as nothing else.
 */
export function PdfPreview({ file }: PreviewProps) {
  const address = pdfAddress(file.ownerId, file.path)
  if (address === undefined) return <p className={page['soft']}>PDFs are not shown in this page: download it to read it.</p>
  return (
    <>
      <div className={styles['tools']}>
        <a className={navigator.pdfViewerEnabled ? page['button'] : page['main']} href={address} target="_blank" rel="noopener">
          Open in a new tab
        </a>
        {navigator.pdfViewerEnabled ? null : <span className={page['soft']}>This browser shows no PDF within a page.</span>}
      </div>
      {navigator.pdfViewerEnabled ? <iframe src={address} title={file.path} className={styles['frame']} /> : null}
    </>
  )
}
