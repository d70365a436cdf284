import { RepriseError } from '@reprise/protocol/errors'
import type { StageOut } from '@reprise/pipelines'
import {
  cachedOuts,
  type DataEntries,
  diffData,
  openTreeMemory,
  printDiff,
  printDiffAsMarkdown,
  recordedEntries,
  toDiffJson,
  workTreeEntries,
} from '@reprise/pipelines/reports/data'
import { ReportProject } from '@reprise/pipelines/reports/project'
import { cacheFolderOf } from '../../cache-folder.ts'
import { ProjectFailure, type Project } from '../../project/index.ts'

interface DiffOptions {
  readonly targets?: string[] | true
  readonly showHash?: boolean
  readonly md?: boolean
  readonly hideMissing?: boolean
}

export async function diffProject(project: Project, [old, current]: [string, string?], options: DiffOptions): Promise<void> {
  const { repository } = project
  using reported = new ReportProject(repository)
  const trees = openTreeMemory(`${cacheFolderOf(process.env)}/data/trees`)
  const { cache } = repository.workspace
  const shows = { showsHash: options.showHash === true, hidesMissing: current !== undefined || options.hideMissing === true }
  const outsOf = async (revision: string): Promise<StageOut[]> => {
    const files = await reported.open(revision)
    return files === undefined ? [] : [...cachedOuts(files.stages).values()]
  }
  const entriesOf = async (revision: string): Promise<DataEntries> => {
    const outs = await outsOf(revision)
    return revision === 'workspace' ? workTreeEntries(repository.workspace, outs, repository.signal) : recordedEntries(outs, cache, trees)
  }
  const compare = async (): Promise<ReturnType<typeof diffData>> => {
    if (!(await reported.hasCommits())) return undefined
    const targets = Array.isArray(options.targets) ? options.targets.map((target) => reported.locate(target)) : []
    const [before, now] = [await entriesOf(old), await entriesOf(current ?? 'workspace')]
    return diffData(before, now, { targets, cache: current === undefined ? cache : undefined })
  }
  const diff = await compare().catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('[Errno 2]'))
      throw new ProjectFailure(`unexpected error - ${error.message}`, { exitCode: 255, cause: error }, 'RESOURCE_DOES_NOT_EXIST')
    if (error instanceof RepriseError)
      throw new ProjectFailure(`failed to get diff - ${error.message}`, { exitCode: 1, cause: error }, error.code)
    throw error
  })
  if (project.isJson) project.printJson(toDiffJson(diff, shows))
  else if (options.md === true) project.print(printDiffAsMarkdown(diff, shows))
  else if (diff !== undefined) project.print(printDiff(diff, shows))
}
