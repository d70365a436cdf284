import type { ReportProject } from '@reprise/pipelines'
import type { Project } from '../../project/index.ts'
import { drawPlots, type PlotOptions } from './draw-plots.ts'

export async function diffPlots(
  project: Project,
  [revisions]: [string[]],
  options: PlotOptions & { readonly targets?: string[] | true },
): Promise<number> {
  const targets = Array.isArray(options.targets) ? options.targets : []
  return drawPlots(project, { targets, options, choose: (reported) => chooseRevisions(reported, revisions) })
}

/** Without commits nothing; the work tree comes first. */
async function chooseRevisions(reported: ReportProject, given: readonly string[]): Promise<string[]> {
  if (!(await reported.hasCommits())) return []
  const named = [...given]
  if (named.length === 0 && (await reported.revisions.isDirty())) named.push('HEAD')
  if (given.length <= 1) named.push('workspace')
  return named.includes('workspace') ? ['workspace', ...named.filter((name) => name !== 'workspace')] : named
}
