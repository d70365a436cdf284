import { queryOptions, useQuery } from '@tanstack/react-query'
import { rangesOf, type StoredFile } from '../stored-file.ts'
import { decodeParts } from './decode-parts.ts'

/** A whole file as text; who asks has looked that it is small enough. */
function wholeTextQuery(file: StoredFile, size: number) {
  return queryOptions({
    queryKey: ['artifacts', file.uri, file.path, 'whole', size],
    queryFn: async ({ signal }) => decodeParts([await rangesOf(file, signal)(0, size)], true),
    staleTime: Infinity,
    gcTime: 60_000,
  })
}

export function useWholeText(file: StoredFile, size: number) {
  return useQuery(wholeTextQuery(file, size))
}
