import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { TextEncoding } from '../looks-like.ts'
import { decodeParts } from './decode-parts.ts'
import { rangesOf, type StoredFile } from '../stored-file.ts'

/** What is read first, and then each time more is asked for. */
const FIRST = 256 * 1_024
const MORE = 1_024 * 1_024
/** More text than that, pages do not hold. */
const MOST = 16 * 1_024 * 1_024

interface Beginning {
  readonly text: string | undefined
  readonly encoding: TextEncoding
  /** Bytes that were read. */
  readonly length: number
  readonly error: unknown
  readonly isReading: boolean
  /** Reads on; absent when all was read, or as much as a page holds. */
  readonly readMore: (() => void) | undefined
}

function partsQuery(file: StoredFile, size: number) {
  return infiniteQueryOptions({
    queryKey: ['artifacts', file.uri, file.path, 'parts', size],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => rangesOf(file, signal)(pageParam, Math.min(size, pageParam + (pageParam === 0 ? FIRST : MORE))),
    getNextPageParam: (_last, pages) => {
      const read = lengthOf(pages)
      return read < Math.min(size, MOST) && (pages.at(-1)?.length ?? 0) > 0 ? read : undefined
    },
    staleTime: Infinity,
  })
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

/** The beginning of a file as text, and more of it when it is asked for. */
export function useBeginning(file: StoredFile, size: number): Beginning {
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery(partsQuery(file, size))
  const decoded = useMemo(() => (data === undefined ? undefined : decodeParts(data.pages, lengthOf(data.pages) >= size)), [data, size])
  return {
    text: decoded?.text,
    encoding: decoded?.encoding ?? 'utf-8',
    length: lengthOf(data?.pages ?? []),
    error,
    isReading: isFetching,
    readMore: hasNextPage ? () => void fetchNextPage() : undefined,
  }
}
