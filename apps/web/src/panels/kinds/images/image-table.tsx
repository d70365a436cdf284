import { ArtifactImage } from '../../artifacts/artifact-image.tsx'
import type { RunWithFiles } from '../../artifacts/run-with-files.ts'
import { type ImageModel, imageOf } from './image-model.ts'
import type { LoggedImage } from './logged-images.ts'
import styles from './images.module.css'
import type { RunImages } from './use-run-images.ts'

interface Props {
  readonly model: ImageModel
  /** Pixels of a picture. */
  readonly side: number
  readonly onEnlarge: (row: RunImages, image: LoggedImage) => void
}

/** A row per run, a column per key or step. */
export function ImageTable({ model, side, onEnlarge }: Props) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Run</th>
          {model.shown.map(({ id, title }) => (
            <th key={id} scope="col" title={title} style={{ width: side }}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {model.rows.map((row) => (
          <ImageRow key={row.run.id} {...{ model, row, side, onEnlarge }} />
        ))}
      </tbody>
    </table>
  )
}

function ImageRow({ model, row, side, onEnlarge }: Props & { readonly row: RunImages }) {
  const { run, images } = row
  return (
    <tr>
      <th scope="row" title={run.name}>
        {run.name}
      </th>
      {images?.length === 0 ? (
        <td colSpan={model.shown.length} className={styles['soft']}>
          no images
        </td>
      ) : (
        model.shown.map((column) => {
          const image = imageOf(model, row, column)
          return (
            <td key={column.id}>
              {image === undefined ? (
                <span className={styles['none']} style={{ width: side, height: side }}>
                  none
                </span>
              ) : (
                <SmallImage {...{ run, image, side }} onEnlarge={() => onEnlarge(row, image)} />
              )}
            </td>
          )
        })
      )}
    </tr>
  )
}

interface SmallImageProps {
  readonly run: RunWithFiles
  readonly image: LoggedImage
  readonly side: number
  readonly onEnlarge: () => void
}

function SmallImage({ run, image: { path, small, key, step }, side, onEnlarge }: SmallImageProps) {
  const label = `${key}${step === undefined ? '' : `, step ${step}`} of ${run.name}`
  return (
    <button
      type="button"
      className={styles['cell']}
      title={step === undefined ? path : `step ${step}`}
      aria-label={`Enlarge ${label}`}
      onClick={onEnlarge}
    >
      <ArtifactImage isListed key={path} artifactUri={run.artifactUri} path={small ?? path} label={label} width={side} height={side} />
    </button>
  )
}
