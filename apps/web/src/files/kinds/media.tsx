import { useState } from 'react'
import type { PreviewProps } from '../preview-kind.ts'
import { artifactAddress } from '../../server/client.ts'
import { BytesPreview } from './bytes.tsx'

const film = /\.(?:mp4|m4v|webm|ogv|mov)$/i

/** Sounds and films. The browser reads the parts that it plays. */
export function MediaPreview(props: PreviewProps) {
  const { file } = props
  const [isBroken, setBroken] = useState(false)
  if (isBroken) {
    return (
      <>
        <p role="alert">This browser can not play it.</p>
        <BytesPreview {...props} />
      </>
    )
  }
  const given = {
    controls: true,
    preload: 'metadata',
    src: artifactAddress(file.ownerId, file.path),
    'aria-label': file.path,
    onError: () => setBroken(true),
  } as const
  return film.test(file.path) ? (
    <video {...given} style={{ maxWidth: '100%', maxHeight: '70vh' }} />
  ) : (
    <audio {...given} style={{ width: '100%' }} />
  )
}
