import { logMetrics, step, track } from '@reprise/sdk'
import { keepArtifact } from '../keep-artifact.ts'
import { closeIssue, type ClosedIssue, type Issue, type Proposal } from './close-issue.ts'

/**
 * The close-issue procedure, tracked: params `procedure_name`, `issue_number`, `title`, `file_paths` and `context`; metrics `duration_seconds`,
 * `success`, `steps_completed`, `files_changed`, `lines_added` and `lines_removed`; artifacts `changes.diff` and `pr_description.md`, also
 * where the branch does not merge.
 */
export const trackCloseIssue = track('close-issue', closeAndRecord, {
  params: ({ issueNumber, title, files, context }) => ({ issue_number: issueNumber, title, file_paths: Object.keys(files), context }),
})

function closeAndRecord(issue: Issue): Promise<ClosedIssue> {
  return closeIssue(issue, { onStep: step, onProposal: record })
}

async function record({ diff, description, filesChanged, linesAdded, linesRemoved }: Proposal): Promise<void> {
  logMetrics({ files_changed: filesChanged, lines_added: linesAdded, lines_removed: linesRemoved })
  await keepArtifact('changes.diff', diff)
  await keepArtifact('pr_description.md', description)
}
