import { isRepositoryImport } from '@reprise/pipelines/graph'
import {
  cachedOuts,
  type DataStatus,
  dataStatus,
  openTreeMemory,
  printDataStatus,
  recordedEntries,
  workTreeEntries,
} from '@reprise/pipelines/reports/data'
import { ReportProject, type RevisionFiles } from '@reprise/pipelines/reports/project'
import { cacheFolderOf } from '../../cache-folder.ts'
import { ProjectFailure, type Project } from '../../project/index.ts'

interface StatusOptions {
  readonly granular?: boolean
  readonly unchanged?: boolean
  readonly untrackedFiles?: 'no' | 'all'
  readonly notInRemote?: boolean
  readonly remote?: string
}

export async function showDataStatus(project: Project, [targets]: [string[]], options: StatusOptions): Promise<void> {
  const { repository } = project
  using reported = new ReportProject(repository)
  const { workspace, signal } = repository
  const trees = openTreeMemory(`${cacheFolderOf(process.env)}/data/trees`)
  const hasGit = (await repository.git()) !== undefined
  const isEmpty = hasGit && !(await reported.hasCommits())
  const files = await openWorkspace(reported)
  const before = hasGit && !isEmpty ? await reported.open('HEAD') : undefined
  const outs = [...cachedOuts(files.stages).values()]
  const index = recordedEntries(outs, workspace.cache, trees)
  const meant = targets.flatMap((target) => outsOf(files, reported, target))
  const granular = options.granular === true
  const status = dataStatus(
    {
      head: hasGit ? recordedEntries(before === undefined ? [] : cachedOuts(before.stages).values(), workspace.cache, trees) : undefined,
      index,
      workTree: await workTreeEntries(workspace, outs, signal),
    },
    { targets: meant, granular, cache: workspace.cache },
  )
  const git = hasGit ? await reported.revisions.status(options.untrackedFiles ?? 'no') : undefined
  const untracked = (git?.untracked ?? []).filter((path) =>
    isMeant(
      path,
      targets.map((target) => reported.locate(target)),
    ),
  )
  const told: DataStatus = {
    ...status,
    not_in_remote: options.notInRemote === true ? await askRemote() : [],
    untracked: untracked.map((path) => reported.show(path)),
    unchanged: options.unchanged === true ? status.unchanged : [],
  }
  if (project.isJson) project.printJson(withoutEmpty(told))
  else project.print(printDataStatus(told, git === undefined ? undefined : { isEmpty, isDirty: git.isDirty }))

  async function askRemote(): Promise<string[]> {
    const { findNotInRemote } = await import('./find-not-in-remote.ts')
    // What another repository keeps goes to no remote of this one.
    const own = files.stages.filter((stage) => !isRepositoryImport(stage)).flatMap((stage) => [...cachedOuts([stage]).values()])
    return findNotInRemote(project, { outs: own, entries: index, targets: meant, granular, remote: options.remote })
  }
}

async function openWorkspace(reported: ReportProject): Promise<RevisionFiles> {
  const files = await reported.open('workspace')
  if (files === undefined) throw new ProjectFailure('There is no project here.', { exitCode: 253 })
  return files
}

/** The data that a target means: a path of data, or all outputs of a `.dvc` file or stage. */
function outsOf({ stages }: RevisionFiles, reported: ReportProject, target: string): string[] {
  const path = reported.locate(target)
  const named = stages.filter(({ file, name }) => file === path || name === target || `${file}:${name}` === path)
  const isData = stages.some(({ outs }) => outs.some(({ at }) => at === path))
  return isData || named.length === 0 ? [path] : named.flatMap(({ outs }) => outs.map(({ at }) => at))
}

function isMeant(path: string, targets: readonly string[]): boolean {
  return targets.length === 0 || targets.some((target) => path === target || path.startsWith(`${target}/`))
}

function withoutEmpty(status: DataStatus): object {
  return Object.fromEntries(Object.entries(status).filter(([, found]) => Object.keys(found as object).length > 0))
}
