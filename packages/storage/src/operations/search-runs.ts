import { limits } from '@reprise/protocol'
import { searchRuns as search } from '../search/index.ts'
import { EncodedAnswer, type Handler } from '../store.ts'
import { describeRuns } from './describe-runs.ts'
import { parseExperimentId } from './find-experiment.ts'
import { toPageSize } from './page-size.ts'
import { parseProjection } from './projection.ts'

const DEFAULT_PAGE = 1_000
/** A page ends early when its runs carry more than this: clients follow the token, and no answer grows without bound. */
const MOST_CHARACTERS = 64 * 1024 * 1024

export const searchRuns: Handler<'searchRuns'> = async ({ connection }, request) => {
  const projection = parseProjection(request.fields)
  const page = await search(connection, {
    experimentIds: request.experiment_ids.map(parseExperimentId),
    filter: request.filter ?? '',
    orderBy: request.order_by,
    view: request.run_view_type ?? 'ACTIVE_ONLY',
    limit: toPageSize(request.max_results ?? DEFAULT_PAGE, limits.runsPerPage),
    pageToken: request.page_token,
  })
  const rows = page.runs.map(({ run }) => run)
  const runs = await describeRuns(connection, rows, projection, MOST_CHARACTERS)
  const last = page.runs[runs.length - 1]
  const sections = runs.length === 0 ? [] : [`"runs":[${runs.join(',')}]`]
  const hasMore = page.hasMore || runs.length < rows.length
  if (hasMore && last !== undefined) sections.push(`"next_page_token":${JSON.stringify(page.tokenAfter(last))}`)
  return new EncodedAnswer(`{${sections.join(',')}}`)
}
