import { limits } from '@reprise/protocol'
import { searchLoggedModels as search } from '../search/index.ts'
import type { Handler } from '../store.ts'
import { parseExperimentId } from './find-experiment.ts'
import { describeLoggedModels } from './find-logged-model.ts'
import { toPageSize } from './page-size.ts'

const DEFAULT_PAGE = 50

export const searchLoggedModels: Handler<'searchLoggedModels'> = async ({ connection }, request) => {
  const { models, nextPageToken } = await search(connection, {
    experimentIds: request.experiment_ids.map(parseExperimentId),
    filter: request.filter ?? '',
    orderBy: request.order_by.map(({ field_name: field, ascending = true }) => `${field} ${ascending ? 'ASC' : 'DESC'}`),
    limit: toPageSize(request.max_results ?? DEFAULT_PAGE, limits.runsPerPage),
    pageToken: request.page_token,
  })
  const described = await describeLoggedModels(connection, models)
  return { models: described.length === 0 ? undefined : described, next_page_token: nextPageToken }
}
