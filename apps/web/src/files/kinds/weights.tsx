import page from '../../shell/page.module.css'
import type { PreviewProps } from '../preview-kind.ts'
import { formatBytes } from '../../values/format.ts'
import { describeStored } from '../describe-stored.ts'
import { nameOf } from '../stored-file.ts'
import { BytesPreview } from './bytes.tsx'

/** Models, pickles, archives and documents: what they are and how they are had, never opened here. */
export function WeightsPreview(props: PreviewProps) {
  const { what, how } = describeStored(nameOf(props.file))
  return (
    <>
      <p style={{ margin: 0 }}>
        {what}, {formatBytes(props.size)}. It is not opened here. <span className={page['soft']}>{how}</span>
      </p>
      <BytesPreview {...props} />
    </>
  )
}
