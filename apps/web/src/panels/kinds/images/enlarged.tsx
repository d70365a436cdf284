import { useEffect, useRef } from 'react'
import page from '../../../shell/page.module.css'
import { ArtifactImage } from '../../artifacts/artifact-image.tsx'
import styles from './images.module.css'
import type { LoggedImage } from './logged-images.ts'

interface Props {
  readonly image: LoggedImage
  readonly artifactUri: string
  readonly runName: string
  /** Goes to the next picture, or the one before. */
  readonly onStep: (by: 1 | -1) => void
  readonly onClose: () => void
}

/** A picture as it was logged, as large as the window. Arrow keys go through the steps, Escape goes back. */
export function Enlarged({ image, artifactUri, runName, onStep, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const title = `${image.key}${image.step === undefined ? '' : `, step ${image.step}`} · ${runName}`
  return (
    <dialog
      ref={dialog}
      className={styles['enlarged']}
      aria-label={title}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') onStep(1)
        if (event.key === 'ArrowLeft') onStep(-1)
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) dialog.current?.close()
      }}
    >
      <header>
        <strong>{title}</strong>
        <button type="button" className={page['button']} onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <ArtifactImage
        isListed
        key={image.path}
        artifactUri={artifactUri}
        path={image.path}
        label={title}
        width={Math.min(window.innerWidth * 0.92, 1_600)}
        height={window.innerHeight * 0.8}
      />
    </dialog>
  )
}
