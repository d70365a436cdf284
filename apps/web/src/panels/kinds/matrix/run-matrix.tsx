import { ArtifactImage } from '../../artifacts/artifact-image.tsx'
import type { RunWithFiles } from '../../artifacts/run-with-files.ts'
import { accuracyOf, cellsOf, type Norm } from './cells.ts'
import styles from './matrix.module.css'
import { MatrixTable } from './matrix-table.tsx'
import type { Matrix } from './parse-matrix.ts'
import type { RunMatrix as Row } from './use-run-matrices.ts'

/** The matrix of a run, or why it has none. */
export function RunMatrix({ row: { run, matrix, reason }, norm }: { readonly row: Row; readonly norm: Norm }) {
  if (matrix === undefined) {
    return (
      <figure className={styles['one']}>
        <figcaption>{run.name}</figcaption>
        <p className={styles['soft']}>{reason}</p>
      </figure>
    )
  }
  return (
    <MatrixTable
      title={run.name}
      colour={run.colour}
      cells={cellsOf(matrix, norm)}
      norm={norm}
      detail={detailOf(matrix)}
      isDifference={false}
    />
  )
}

/** Parts that were normalised before they were logged say nothing about how many things there were. */
function detailOf(matrix: Matrix): string {
  const isCounted = matrix.counts.flat().every((count) => Number.isInteger(count))
  if (!isCounted) return 'parts, as they were logged'
  const { accuracy, total } = accuracyOf(matrix)
  return `n = ${total.toLocaleString('en-US')}, ${(accuracy * 100).toFixed(1)} % right`
}

interface PictureProps {
  readonly run: RunWithFiles
  readonly path: string
  /** Pixels. */
  readonly height: number
}

/** Width of a picture for each pixel of its height. */
const WIDE = 1.4

/** A matrix that was logged as a picture. */
export function MatrixPicture({ run, path, height }: PictureProps) {
  return (
    <figure className={styles['one']}>
      <figcaption>{run.name}</figcaption>
      <ArtifactImage artifactUri={run.artifactUri} path={path} label={`${path} of ${run.name}`} width={height * WIDE} height={height} />
    </figure>
  )
}
