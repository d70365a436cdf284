import { type RecordedRun, searchRuns } from '@reprise/sdk'

/**
 * Runs of procedures, the latest first, by MLflow's filter language:
 *
 *     await queryRuns('metrics.duration_seconds > 60')
 *     await queryRuns("params.issue_number = '123'")
 */
export function queryRuns(filterString = '', maxResults = 100): Promise<RecordedRun[]> {
  return searchRuns({ filter: filterString, maxResults, orderBy: ['start_time DESC'] }).toArray()
}

/** Questions that come up again and again. */
export const questions: readonly (readonly [question: string, filterString: string])[] = [
  ['successful runs', 'metrics.success = 1'],
  ['failed runs', 'metrics.success = 0'],
  ['runs longer than 30 seconds', 'metrics.duration_seconds > 30'],
  ['slow runs', 'metrics.duration_seconds > 60'],
  ['close-issue runs', 'params.procedure_name = "close-issue"'],
  ['runs for issue 123', "params.issue_number = '123'"],
  ['runs with issue 123', 'params.issue_number = "123"'],
  ['failed video processing', 'params.procedure_name = "extract-best-frame" AND metrics.success = 0'],
]
