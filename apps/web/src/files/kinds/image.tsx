import { useState } from 'react'
import page from '../../shell/page.module.css'
import { formatBytes } from '../../values/format.ts'
import styles from '../files.module.css'
import type { PreviewProps } from '../preview-kind.ts'
import { artifactAddress } from '../../server/client.ts'
import { BytesPreview } from './bytes.tsx'
import { TextPreview } from './text.tsx'

const MOST_BYTES = 128 * 1_024 * 1_024
const zooms = [0.25, 0.5, 1, 2, 4, 8]

/** A picture in its frame, or as large as one wants it. Drawings (SVG) are pictures as well: nothing in them runs. */
export function ImagePreview(props: PreviewProps) {
  const { file, size } = props
  const [zoom, setZoom] = useState<number>()
  const [shown, setShown] = useState<{ readonly width: number; readonly height: number }>()
  const [isBroken, setBroken] = useState(false)
  if (size > MOST_BYTES) return <p className={page['soft']}>Pictures of more than {formatBytes(MOST_BYTES)} are not shown here.</p>
  if (isBroken) {
    return (
      <>
        <p role="alert">This browser can not show it as a picture.</p>
        {file.path.toLowerCase().endsWith('.svg') ? <TextPreview {...props} /> : <BytesPreview {...props} />}
      </>
    )
  }
  // Small pictures are seen pixel by pixel.
  const drawn = zoom === undefined || shown === undefined ? undefined : { width: shown.width * zoom, height: shown.height * zoom }
  return (
    <>
      <div className={styles['tools']}>
        <select
          aria-label="Zoom"
          className={page['button']}
          value={zoom ?? 'fit'}
          onChange={({ target }) => setZoom(target.value === 'fit' ? undefined : Number(target.value))}
        >
          <option value="fit">Fit</option>
          {zooms.map((value) => (
            <option key={value} value={value}>
              {value * 100} %
            </option>
          ))}
        </select>
        <span className={page['soft']}>{shown === undefined ? '' : `${shown.width} × ${shown.height} pixels`}</span>
      </div>
      <div className={styles['stage']} tabIndex={0} role="region" aria-label="Picture">
        <img
          src={artifactAddress(file.ownerId, file.path)}
          alt={file.path}
          decoding="async"
          style={{ ...(drawn ?? { maxWidth: '100%', maxHeight: '100%' }), imageRendering: (zoom ?? 1) > 1 ? 'pixelated' : 'auto' }}
          onLoad={({ currentTarget }) => setShown({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })}
          onError={() => setBroken(true)}
        />
      </div>
    </>
  )
}
