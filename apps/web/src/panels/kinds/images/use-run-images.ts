import { useQueries } from '@tanstack/react-query'
import type { RunWithFiles } from '../../artifacts/run-with-files.ts'
import { useRunFiles } from '../../artifacts/use-run-files.ts'
import type { PanelProps } from '../../kind.ts'
import { imagesQuery } from './images-query.ts'
import type { LoggedImage } from './logged-images.ts'

/** A run with its pictures; undefined until they are known. */
export interface RunImages {
  readonly run: RunWithFiles
  readonly images: readonly LoggedImage[] | undefined
}

interface UsedImages {
  readonly rows: readonly RunImages[]
  /** Until there is a picture, or it is known of all runs that there is none. */
  readonly isPending: boolean
  readonly error: Error | undefined
}

/** The pictures of runs that are meant by `named`, as `imagesQuery` takes it. */
export function useRunImages({ runs, isInView }: PanelProps, named: readonly string[]): UsedImages {
  const files = useRunFiles(runs, isInView)
  const answers = useQueries({ queries: files.runs.map(({ artifactUri }) => ({ ...imagesQuery(artifactUri, named), enabled: isInView })) })
  const rows = files.runs.map((run, at) => ({ run, images: answers[at]?.data }))
  const hasImages = rows.some(({ images = [] }) => images.length > 0)
  return {
    rows,
    isPending: runs.length > 0 && (files.isPending || (!hasImages && answers.some(({ isPending }) => isPending))),
    error: answers.find(({ error }) => error !== null)?.error ?? undefined,
  }
}
