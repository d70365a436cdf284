import { RepriseError } from '@reprise/protocol'
import { searchKeys as search } from '../search/index.ts'
import type { Handler } from '../store.ts'
import { parseExperimentId } from './find-experiment.ts'
import { findRun } from './find-run.ts'
import { toPageSize } from './page-size.ts'

const DEFAULT_PAGE = 100
const LARGEST_PAGE = 1_000

export const searchKeys: Handler<'searchKeys'> = async (context, request) => {
  const limit = toPageSize(request.max_results ?? DEFAULT_PAGE, LARGEST_PAGE)
  const experimentIds = request.experiment_ids.map(parseExperimentId)
  const run = request.run_id === undefined ? undefined : await findRun(context.connection, request)
  if (run !== undefined && !experimentIds.some((id) => BigInt(id) === BigInt(run.experiment_id))) return {}
  const found = await search(context.connection, {
    experimentIds,
    runId: run?.id,
    entity: request.entity ?? 'metric',
    contains: request.contains ?? '',
    after: readToken(request.page_token),
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  if (last === undefined) return {}
  return {
    keys: page.map(({ name, runs }) => ({ key: name, runs })),
    next_page_token: found.length > limit ? Buffer.from(JSON.stringify([last.name])).toString('base64url') : undefined,
  }
}

function readToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined
  try {
    const [name] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as readonly unknown[]
    if (typeof name === 'string') return name
  } catch {
    // Told below.
  }
  throw new RepriseError('INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode')
}
