import { useQueries } from '@tanstack/react-query'
import { type KeyEntity, keysQuery } from '../server/queries.ts'
import type { FieldSource, PanelField } from './kind.ts'
import { kindOf } from './kinds/index.ts'
import type { PanelSpec } from './spec.ts'

/** Attributes of runs that charts can show, as searches call them. */
const attributes = ['start_time', 'end_time', 'duration', 'status', 'run_name', 'user_id']

const entities: Partial<Record<FieldSource, KeyEntity>> = { metrics: 'metric', params: 'param', tags: 'tag' }

/** Names offered of each source. */
const MOST = 30

/** What may be named from some sources and has `words` in its name; searched for on the server. Paths of artifacts can not be searched. */
export function useFieldSearch(experimentIds: readonly string[], from: readonly FieldSource[], words: string): string[] {
  const searched = from.flatMap((source) => (entities[source] === undefined ? [] : [{ source, entity: entities[source] }]))
  const answers = useQueries({ queries: searched.map(({ entity }) => keysQuery(experimentIds, entity, words, MOST)) })
  const found = answers.flatMap(({ data }, at) => data?.keys.map(({ key }) => `${searched[at]?.source ?? ''}.${key}`) ?? [])
  const own = from.includes('attributes') ? attributes.filter((name) => name.includes(words.toLowerCase())) : []
  return [...found, ...own.map((name) => `attributes.${name}`)]
}

/** The fields of a panel, by the fields of its kind. */
export function splitFields(fields: readonly string[], asked: readonly PanelField[]): string[][] {
  return asked.map(({ most }, at) => {
    const own = at === asked.length - 1 ? fields.slice(at, at + most) : fields.slice(at, at + 1)
    return own.filter((field) => field !== '')
  })
}

/** Back to one list. What is left out at the end is not named. */
export function joinFields(chosen: readonly (readonly string[])[]): string[] {
  const list = chosen.flatMap((names, at) => (at === chosen.length - 1 ? names : [names[0] ?? '']))
  const last = list.findLastIndex((field) => field !== '')
  return list.slice(0, last + 1)
}

/** What a panel is called where nobody has named it: what it shows. */
export function titleOf({ kind, fields, options }: PanelSpec): string {
  const own = options?.['title']
  if (own !== undefined && own !== '') return own
  const names = fields.filter((field) => field !== '').map((field) => field.replace(/^(metrics|params|tags|attributes)\./, ''))
  return names.length === 0 ? (kindOf(kind)?.title ?? kind) : names.join(kind === 'lines' ? ', ' : ' · ')
}
