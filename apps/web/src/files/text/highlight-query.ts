import { queryOptions } from '@tanstack/react-query'

/**
 * The lines of a text in the colours of its language, once the highlighter is there. Never asked for without a language, or of a text of more
 * than `most` characters, which would make the page wait.
 */
export function highlightQuery(text: string, language: string | undefined, most: number) {
  return queryOptions({
    queryKey: ['highlight', language, text],
    queryFn: async () => (await import('./highlight.ts')).highlightLines(text.replaceAll('\r\n', '\n'), language ?? ''),
    enabled: language !== undefined && text.length <= most,
    staleTime: Infinity,
    gcTime: 10_000,
    retry: false,
  })
}
