import type { PanelProps } from '../../kind.ts'
import { PanelBody } from '../../picture/panel-body.tsx'
import { roomOf } from '../../picture/room.ts'
import { useExports } from '../../picture/use-exports.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { drawMatrices, sizeOfMatrices } from './draw-matrices.ts'
import { csvOf, matrixModelOf, reasonForNone, statusOf } from './matrix-model.ts'
import styles from './matrix.module.css'
import { MatrixTable } from './matrix-table.tsx'
import { MatrixPicture, RunMatrix } from './run-matrix.tsx'
import { useRunMatrices } from './use-run-matrices.ts'

/** Pixels of the caption of a picture, and around it. */
const CAPTION = 40

/** Confusion matrices of runs, from a file that each of them has; pictures of matrices are shown as they are. */
export function Matrices(props: PanelProps) {
  const { fields, options, runs, width, height, exports } = props
  const path = (fields[0] ?? '').replace(/^artifacts[./]/, '')
  const isPicture = /\.(png|jpe?g|svg|webp|gif)$/i.test(path)
  const wantsDifference = options['view'] === 'difference'
  const { rows, isFinding, isReading } = useRunMatrices(props, path, isPicture)
  const model = matrixModelOf(rows, { norm: options['norm'] === 'rows' ? 'rows' : 'counts', isDifference: wantsDifference })
  const tokens = useTokens()
  const { found, shown, norm, isDifference } = model
  useExports(
    exports,
    shown.length === 0
      ? null
      : {
          csv: () => csvOf(model),
          figure: () => ({
            ...sizeOfMatrices(shown),
            legend: [],
            draw: (pen) => drawMatrices(pen, shown, { tokens, norm, isDifference }),
          }),
        },
  )
  const all = { rows, path, isPicture, runs: runs.length }
  return (
    <PanelBody
      {...{ width, height }}
      status={statusOf(model, wantsDifference, all)}
      error={null}
      isPending={runs.length > 0 && (isFinding || (found.length === 0 && isReading))}
      empty={reasonForNone(model, isReading, all)}
    >
      <div className={styles['scroll']} style={{ height: roomOf(height) }} tabIndex={0} role="region" aria-label={`Matrices of ${path}`}>
        {isPicture
          ? rows.map(({ run }) => <MatrixPicture key={run.id} {...{ run, path }} height={roomOf(height) - CAPTION} />)
          : isDifference
            ? shown.map(({ title, cells }) => (
                <MatrixTable key={title} {...{ title, cells, norm, isDifference }} detail="the second less the first" />
              ))
            : rows.map((row) => <RunMatrix key={row.run.id} {...{ row, norm }} />)}
      </div>
    </PanelBody>
  )
}
