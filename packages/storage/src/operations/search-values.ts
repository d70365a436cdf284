import { excerpt, findRunAttribute, RepriseError } from '@reprise/protocol'
import { isCounted, searchValues as search } from '../search/index.ts'
import type { Handler } from '../store.ts'
import { parseExperimentId } from './find-experiment.ts'
import { toPageSize } from './page-size.ts'

const DEFAULT_RESULTS = 20
const MOST_RESULTS = 1_000
const MOST_EXPERIMENTS = 1_000

export const searchValues: Handler<'searchValues'> = async ({ connection }, request) => {
  const { experiment_ids: experimentIds } = request
  if (experimentIds.length > MOST_EXPERIMENTS) {
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Values are looked for in at most ${MOST_EXPERIMENTS} experiments. Got ${experimentIds.length}.`,
    )
  }
  const { values, total, isWhole } = await search(connection, {
    ...fieldOf(request.entity ?? 'param', request.key),
    experimentIds: experimentIds.map(parseExperimentId),
    prefix: request.prefix ?? '',
    contains: request.contains ?? '',
    limit: toPageSize(request.max_results || DEFAULT_RESULTS, MOST_RESULTS),
  })
  return { values, total, is_whole: isWhole }
}

type Field = { readonly entity: 'param' | 'tag' | 'attribute'; readonly key: string }

/** Attributes may have other names, or be a tag under a short one. */
function fieldOf(entity: Field['entity'], key: string): Field {
  if (entity !== 'attribute') return { entity, key }
  const found = findRunAttribute(key)
  if (found?.entity === 'tag') return { entity: 'tag', key: found.key }
  if (found !== undefined && isCounted(found.key)) return { entity: 'attribute', key: found.key }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The values of the attribute '${excerpt(key, 60)}' are not counted.`, {
    hint: 'Those of status, run_name, user_id and verdict are.',
  })
}
