import { queryOptions } from '@tanstack/react-query'
import { hasArtifact, readBeginning } from '../../../files/artifact-text.ts'
import { type Matrix, parseMatrix } from './parse-matrix.ts'

/** Bytes of a file that are read: a million rows of two classes are more. */
const MOST_BYTES = 16 * 1_024 * 1_024

export type FoundMatrix = { readonly matrix: Matrix } | { readonly reason: string }

/** The matrix in a file of a run, or why there is none. */
export function matrixQuery(artifactUri: string, path: string) {
  return queryOptions({
    queryKey: ['artifacts', artifactUri, path, 'matrix'],
    queryFn: async ({ signal }): Promise<FoundMatrix> => {
      if (!(await hasArtifact(artifactUri, path, signal))) return { reason: `This run has no ${path}.` }
      const { text, isCut } = await readBeginning(artifactUri, path, { most: MOST_BYTES, signal })
      if (isCut) return { reason: `${path} is too large to be read here.` }
      const matrix = parseMatrix(text, path)
      return matrix === undefined ? { reason: `${path} holds no confusion matrix that can be read.` } : { matrix }
    },
    staleTime: 60_000,
  })
}
