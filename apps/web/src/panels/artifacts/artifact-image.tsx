import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useInView } from '../../charts/use-in-view.ts'
import { errorText } from '../../shell/error-text.ts'
import styles from './artifact-image.module.css'
import { imageQuery } from './image-query.ts'

interface Props {
  readonly artifactUri: string
  readonly path: string
  readonly label: string
  readonly width: number
  readonly height: number
  /** The file was found in a list; else it is looked for before it is read. */
  readonly isListed?: boolean
}

/**
 * A picture of a run, read when it comes into view and given back when it goes. Its bytes become an object of the page: nothing a run stored
 * is ever opened at an address of ours.
 */
export function ArtifactImage({ artifactUri, path, label, width, height, isListed = false }: Props) {
  const place = useRef<HTMLSpanElement>(null)
  const { wasInView } = useInView(place)
  const { data, error } = useQuery({ ...imageQuery(artifactUri, path, isListed), enabled: wasInView })
  const [address, setAddress] = useState<string>()
  const [isBroken, setBroken] = useState(false)
  const blob = data !== undefined && 'blob' in data ? data.blob : undefined
  useEffect(() => {
    setBroken(false)
    if (blob === undefined) return setAddress(undefined)
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  const reason =
    error !== null
      ? errorText(error)
      : isBroken
        ? 'not a picture that a browser can show'
        : data !== undefined && 'reason' in data
          ? data.reason
          : undefined
  return (
    <span ref={place} className={styles['place']} style={{ width, height }} aria-busy={reason === undefined && address === undefined}>
      {reason !== undefined ? (
        <span className={styles['reason']}>{reason}</span>
      ) : address === undefined ? null : (
        <img src={address} alt={label} decoding="async" onError={() => setBroken(true)} />
      )}
    </span>
  )
}
