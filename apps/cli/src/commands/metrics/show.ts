import { ReportProject } from '@reprise/pipelines/reports/project'
import { isSameResult, printMetrics, readMetrics, type RevisionResults, toResultsValue } from '@reprise/pipelines/reports/values'
import type { Project } from '../../project/index.ts'
import { warnOfFailures, writeValue } from '../../reporting/index.ts'

interface ShowOptions {
  readonly allBranches?: boolean
  readonly allTags?: boolean
  readonly allCommits?: boolean
  readonly md?: boolean
  readonly precision?: number
}

const DEFAULT_PRECISION = 5

export async function showMetrics(project: Project, [targets]: [string[]], options: ShowOptions): Promise<void> {
  using reported = new ReportProject(project.repository)
  const paths = targets.map((target) => reported.locate(target))
  const showsRevisions = [options.allBranches, options.allTags, options.allCommits].includes(true)
  const commits = showsRevisions ? await reported.revisions.choose(options) : []
  const names = showsRevisions ? ['workspace', ...commits.map((commit) => commit.names.join(','))] : ['workspace']
  const failed = (revision: string, { message }: Error): void =>
    project.warn(`failed to load metrics in revision '${revision}', ${message}`)
  const found = await reported.readEach(names, (files) => readMetrics(files, paths), failed)
  if (showsRevisions) await hideWorkspace(found, async () => reported.revisions.activeBranch())
  const shown = new Map([...found].map(([name, result]) => [showsRevisions ? name : '', fromHere(result, (path) => reported.show(path))]))
  warnOfFailures(project, shown, 'metrics')
  if (project.isJson) writeValue(project, toResultsValue(shown))
  else project.print(printMetrics(shown, { isMarkdown: options.md, precision: options.precision || DEFAULT_PRECISION, showsRevisions }))
}

/** What is the same as in the branch that is checked out is not told twice. */
async function hideWorkspace(found: Map<string, RevisionResults>, active: () => Promise<string | undefined>): Promise<void> {
  const branch = await active()
  const [workspace, committed] = [found.get('workspace'), branch === undefined ? undefined : found.get(branch)]
  if (workspace !== undefined && committed !== undefined && isSameResult(workspace, committed)) found.delete('workspace')
}

function fromHere(result: RevisionResults, show: (path: string) => string): RevisionResults {
  return result.files === undefined ? result : { files: new Map([...result.files].map(([path, file]) => [show(path), file])) }
}
