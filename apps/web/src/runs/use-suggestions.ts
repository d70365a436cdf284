import { useQuery } from '@tanstack/react-query'
import { keysQuery, valuesQuery } from '../server/queries.ts'
import { takeSuggestion } from './complete-field.ts'
import { putIn, type Suggestion, suggestValue, wordsFor, writingAt } from './complete-filter.ts'
import { recentFilters } from './recent-filters.ts'

/** A suggestion, and the filter with it. */
export interface Offer extends Suggestion {
  readonly next: { readonly text: string; readonly caret: number }
}

interface Offers {
  readonly offers: readonly Offer[]
  /** What is there of what is being written. */
  readonly part: string
}

const MOST = 20

/** What can be written at the caret: the language's words, and names and values that were really logged. */
export function useSuggestions(experimentIds: readonly string[], text: string, caret: number): Offers {
  const writing = caret < 0 ? undefined : writingAt(text, caret)
  const named = writing?.kind === 'name' ? writing : undefined
  const valued = writing?.kind === 'value' ? writing : undefined
  const { data: keys } = useQuery({
    ...keysQuery(experimentIds, named?.entity ?? 'metric', named?.part ?? '', MOST),
    enabled: named !== undefined,
  })
  const { data: values } = useQuery({
    ...valuesQuery(experimentIds, valued?.of ?? { entity: 'param', key: '' }, valued?.part ?? ''),
    enabled: valued !== undefined,
  })
  if (writing === undefined) return { offers: [], part: '' }
  const { part } = writing
  if (writing.kind === 'name') {
    const offers = (keys?.keys ?? []).map(({ key }) => {
      const title = `${writing.entity}s.${key}`
      return { text: key, title, next: takeSuggestion(text, writing, key) }
    })
    return { offers, part }
  }
  const found =
    writing.kind === 'value' ? (values?.values ?? []).map(({ value = '', runs }) => suggestValue(value, runs)) : wordsFor(writing)
  const recent = text === '' ? recentFilters().map((filter) => ({ text: filter, title: filter, note: 'used before' })) : []
  return { offers: [...recent, ...found].map((one) => ({ ...one, next: putIn(text, writing, one.text) })), part }
}
