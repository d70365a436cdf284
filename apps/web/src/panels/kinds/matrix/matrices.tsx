import { useQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import { errorText } from '../../../shell/error-text.ts'
import { ArtifactImage } from '../../artifacts/artifact-image.tsx'
import { MOST_RUNS_WITH_FILES, useRunFiles } from '../../artifacts/use-run-files.ts'
import type { PanelProps } from '../../kind.ts'
import { BAR, PanelBody } from '../../picture/panel-body.tsx'
import { printRows } from '../../picture/print-values.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { accuracyOf, cellsOf, differenceOf, type Norm } from './cells.ts'
import { drawMatrices, sizeOfMatrices } from './draw-matrices.ts'
import styles from './matrix.module.css'
import { matrixQuery } from './matrix-query.ts'
import { MatrixTable } from './matrix-table.tsx'

/** Confusion matrices of runs, from a file that each of them has; pictures of matrices are shown as they are. */
export function Matrices(props: PanelProps) {
  const { fields, options, runs, width, height, isInView, exports } = props
  const path = (fields[0] ?? '').replace(/^artifacts[./]/, '')
  const isPicture = /\.(png|jpe?g|svg|webp|gif)$/i.test(path)
  const norm: Norm = options['norm'] === 'rows' ? 'rows' : 'counts'
  const files = useRunFiles(runs, isInView)
  const answers = useQueries({
    queries: files.runs.map(({ artifactUri }) => ({ ...matrixQuery(artifactUri, path), enabled: isInView && !isPicture })),
  })
  const tokens = useTokens()
  const found = files.runs.flatMap((run, at) => {
    const data = answers[at]?.data
    return data === undefined || !('matrix' in data) ? [] : [{ run, matrix: data.matrix }]
  })
  const [first, second] = found
  const isDifference = options['view'] === 'difference' && first !== undefined && second !== undefined
  const shown = isDifference
    ? [{ title: `${second.run.name} − ${first.run.name}`, cells: differenceOf(first.matrix, second.matrix, norm) }]
    : found.map(({ run, matrix }) => ({ title: run.name, cells: cellsOf(matrix, norm) }))
  useEffect(() => {
    exports.current =
      shown.length === 0
        ? null
        : {
            csv: () =>
              printRows([
                ['run_id', 'run_name', 'actual', 'predicted', 'count'],
                ...found.flatMap(({ run, matrix: { actual, predicted, counts } }) =>
                  actual.flatMap((from, row) => predicted.map((to, column) => [run.id, run.name, from, to, counts[row]?.[column] ?? 0])),
                ),
              ]),
            figure: () => ({
              ...sizeOfMatrices(shown),
              legend: [],
              draw: (pen) => drawMatrices(pen, shown, { tokens, norm, isDifference }),
            }),
          }
  })
  const cut =
    runs.length > MOST_RUNS_WITH_FILES ? ` The first ${MOST_RUNS_WITH_FILES} of ${runs.length} runs; pick others in the table.` : ''
  const status = isPicture
    ? `Pictures: their numbers can not be read.${cut}`
    : `${found.length} of ${files.runs.length} runs have a matrix in ${path}.${options['view'] === 'difference' && !isDifference ? ' A difference takes two.' : ''}${cut}`
  const empty =
    runs.length === 0
      ? 'No runs.'
      : path === ''
        ? 'No file was named.'
        : !isPicture && found.length === 0 && answers.every(({ isPending }) => !isPending)
          ? [...new Set(answers.map(reasonOf))].join(' ')
          : undefined
  return (
    <PanelBody
      {...{ width, height, status, empty }}
      error={null}
      isPending={runs.length > 0 && (files.isPending || (!isPicture && found.length === 0 && answers.some(({ isPending }) => isPending)))}
    >
      <div className={styles['scroll']} style={{ height: height - BAR }} tabIndex={0} role="region" aria-label={`Matrices of ${path}`}>
        {isPicture
          ? files.runs.map((run) => (
              <figure key={run.id} className={styles['one']}>
                <figcaption>{run.name}</figcaption>
                <ArtifactImage
                  artifactUri={run.artifactUri}
                  path={path}
                  label={`${path} of ${run.name}`}
                  width={(height - BAR - 40) * 1.4}
                  height={height - BAR - 40}
                />
              </figure>
            ))
          : isDifference
            ? shown.map(({ title, cells }) => (
                <MatrixTable key={title} {...{ title, cells, norm, isDifference }} detail="the second less the first" />
              ))
            : files.runs.map((run, at) => {
                const data = answers[at]?.data
                if (data === undefined || !('matrix' in data))
                  return (
                    <figure key={run.id} className={styles['one']}>
                      <figcaption>{run.name}</figcaption>
                      <p className={styles['soft']}>{reasonOf(answers[at])}</p>
                    </figure>
                  )
                const { accuracy, total } = accuracyOf(data.matrix)
                const isCounted = data.matrix.counts.flat().every((count) => Number.isInteger(count))
                const detail = isCounted
                  ? `n = ${total.toLocaleString('en-US')}, ${(accuracy * 100).toFixed(1)} % right`
                  : 'parts, as they were logged'
                return (
                  <MatrixTable
                    key={run.id}
                    title={run.name}
                    colour={run.colour}
                    cells={cellsOf(data.matrix, norm)}
                    {...{ norm, detail, isDifference }}
                  />
                )
              })}
      </div>
    </PanelBody>
  )
}

function reasonOf(answer: { readonly data?: object | undefined; readonly error: unknown } | undefined): string {
  if (answer?.error instanceof Error) return errorText(answer.error)
  return answer?.data !== undefined && 'reason' in answer.data ? String(answer.data.reason) : ''
}
