import { logText, step, track } from '@reprise/sdk'
import { closeIssue, type ClosedIssue, type Issue } from './close-issue.ts'

/**
 * The close-issue procedure, tracked: params `procedure_name`, `issue_number`, `title` and `file_paths`, metrics
 * `duration_seconds`, `success` and `steps_completed`, artifacts `changes.diff` and `pr_description.md`.
 */
export const trackCloseIssue = track('close-issue', closeAndRecord, {
  params: ({ issueNumber, title, files }) => ({ issue_number: issueNumber, title, file_paths: Object.keys(files) }),
})

async function closeAndRecord(issue: Issue): Promise<ClosedIssue> {
  const closed = await closeIssue(issue, step)
  await logText(closed.diff, 'changes.diff')
  await logText(closed.description, 'pr_description.md')
  return closed
}
