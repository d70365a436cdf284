import { limits } from '@reprise/protocol'
import { searchExperiments as search } from '../search/index.ts'
import type { Handler } from '../store.ts'
import { describeExperiments } from './describe-experiments.ts'
import { toPageSize } from './page-size.ts'

export const searchExperiments: Handler<'searchExperiments'> = async (context, request) => {
  const page = await search(context.connection, {
    filter: request.filter ?? '',
    orderBy: request.order_by,
    view: request.view_type ?? 'ACTIVE_ONLY',
    // MLflow requires it: absent reads as 0, which is refused.
    limit: toPageSize(request.max_results ?? 0, limits.experimentsPerPage),
    pageToken: request.page_token,
  })
  const experiments = await describeExperiments(context, page.experiments)
  return { experiments: experiments.length === 0 ? undefined : experiments, next_page_token: page.nextPageToken }
}
