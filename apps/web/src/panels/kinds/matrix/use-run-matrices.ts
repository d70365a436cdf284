import { useQueries } from '@tanstack/react-query'
import { errorText } from '../../../shell/error-text.ts'
import type { RunWithFiles } from '../../artifacts/run-with-files.ts'
import { useRunFiles } from '../../artifacts/use-run-files.ts'
import type { PanelProps } from '../../kind.ts'
import { matrixQuery } from './matrix-query.ts'
import type { Matrix } from './parse-matrix.ts'

export interface RunMatrix {
  readonly run: RunWithFiles
  /** Undefined until it is read, and where there is none. */
  readonly matrix: Matrix | undefined
  /** Why there is none; '' until that is known. */
  readonly reason: string
}

interface UsedMatrices {
  readonly rows: readonly RunMatrix[]
  /** Until it is known where runs keep their files. */
  readonly isFinding: boolean
  /** While the file of a run is being read. */
  readonly isReading: boolean
}

/** The matrices that a file of each run holds; of pictures only the runs are found. */
export function useRunMatrices({ runs, isInView }: PanelProps, path: string, isPicture: boolean): UsedMatrices {
  const files = useRunFiles(runs, isInView)
  const answers = useQueries({
    queries: files.runs.map(({ artifactUri }) => ({ ...matrixQuery(artifactUri, path), enabled: isInView && !isPicture })),
  })
  return {
    rows: files.runs.map((run, at) => ({ run, ...resultOf(answers[at]) })),
    isFinding: files.isPending,
    isReading: !isPicture && answers.some(({ isPending }) => isPending),
  }
}

type Answer = { readonly data: { readonly matrix: Matrix } | { readonly reason: string } | undefined; readonly error: Error | null }

function resultOf(answer: Answer | undefined): Pick<RunMatrix, 'matrix' | 'reason'> {
  const data = answer?.data
  const reason = answer?.error instanceof Error ? errorText(answer.error) : data !== undefined && 'reason' in data ? data.reason : ''
  return { matrix: data !== undefined && 'matrix' in data ? data.matrix : undefined, reason }
}
