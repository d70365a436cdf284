import { collectCacheGarbage, collectRemoteGarbage, type ObjectName } from '@reprise/pipelines/transfers'
import { findKeptObjects, type KeptObjects } from '@reprise/pipelines/used'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Project } from '../../project/index.ts'
import { openProjectRemote, withTree } from '../../transferring/index.ts'
import { keepOfProjects } from './keep-of-projects.ts'

export interface GcOptions extends CommonOptions {
  readonly workspace?: boolean
  readonly allBranches?: boolean
  readonly allTags?: boolean
  readonly allCommits?: boolean
  readonly rev?: readonly string[]
  readonly num?: number
  readonly date?: string
  readonly cloud?: boolean
  readonly notInRemote?: boolean
  readonly remote?: string
  readonly force?: boolean
  readonly dry?: boolean
  readonly jobs?: number
  readonly projects?: readonly string[]
  readonly skipFailed?: boolean
}

/** Answers 1 when the user does not want it after all. */
export async function collectGarbage(project: Project, _args: [], options: GcOptions): Promise<number | undefined> {
  assertFit(options)
  project.warn(describe(options))
  if (options.force !== true && options.dry !== true && !(await project.confirm('Are you sure you want to proceed?'))) return 1
  const { repository } = project
  const { cache } = repository.workspace
  const { signal } = repository
  const kept = await findKept(project, options)
  const used = options.notInRemote === true ? await notInRemote(project, kept, options) : kept.keys
  const removed = collectCacheGarbage(cache, { used, isDry: options.dry, signal })
  for (const [hash, name] of [
    ['md5', 'repo'],
    ['md5-dos2unix', 'legacy'],
  ] as const) {
    const ours = removed.filter((object) => object.hash === hash)
    if (options.dry === true) for (const { oid } of ours) project.say(`Removing ${cache[hash].path(oid)}`)
    project.say(ours.length > 0 ? `Removed ${ours.length} objects from ${name} cache.` : `No unused '${name}' cache to remove.`)
  }
  const remote = options.cloud === true ? await collectRemote(project, kept, options) : undefined
  if (project.isJson) project.printJson({ dry: options.dry === true, cache: removed, ...(remote === undefined ? {} : { remote }) })
  return undefined
}

async function findKept(project: Project, options: GcOptions): Promise<KeptObjects> {
  const { rev, allBranches, allTags, allCommits, date, num, skipFailed, force } = options
  const keep = {
    ...(rev === undefined ? {} : { revisions: rev }),
    ...(allBranches === undefined ? {} : { allBranches }),
    ...(allTags === undefined ? {} : { allTags }),
    ...(allCommits === undefined ? {} : { allCommits }),
    since: date,
    count: num,
    skipsFailed: skipFailed,
    onMissingTree: withTree(project, { remote: options.remote, mayBeLost: force === true }),
  }
  const own = await findKeptObjects(project.repository, keep)
  const others = await keepOfProjects(project, options.projects ?? [], keep)
  return {
    keys: new Set([...own.keys, ...others.flatMap(({ keys }) => [...keys])]),
    data: [...own.data, ...others.flatMap(({ data }) => data)],
  }
}

/** What is used and not in the remote: the rest can be fetched again. */
async function notInRemote(project: Project, kept: KeptObjects, options: GcOptions): Promise<Set<string>> {
  const { compareWithRemote } = await import('@reprise/pipelines/transfers')
  await using remote = await openProjectRemote(project, { name: options.remote, jobs: options.jobs, isConfiguration: true })
  const { cache } = project.repository.workspace
  const states = await compareWithRemote(cache, remote, { wanted: kept.data, signal: project.repository.signal })
  return new Set([...kept.keys].filter((key) => !['ok', 'deleted'].includes(states.get(key) ?? 'new')))
}

async function collectRemote(project: Project, kept: KeptObjects, options: GcOptions): Promise<readonly ObjectName[]> {
  await using remote = await openProjectRemote(project, { name: options.remote, jobs: options.jobs, isConfiguration: true })
  const removed = await collectRemoteGarbage(remote, { used: kept.keys, isDry: options.dry, signal: project.repository.signal })
  for (const hash of ['md5', 'md5-dos2unix'] as const) {
    const { length } = removed.filter((object) => object.hash === hash)
    project.say(length > 0 ? `Removed ${length} objects from remote.` : 'No unused cache to remove from remote.')
  }
  return removed
}

function assertFit(options: GcOptions): void {
  const { workspace, allBranches, allTags, allCommits, rev, date, num, remote, cloud, notInRemote: local } = options
  const refuse = (message: string): RepriseError => new RepriseError('INVALID_PARAMETER_VALUE', message)
  if (remote !== undefined && cloud !== true && local !== true) throw refuse('`--remote` requires `--cloud` or `--not-in-remote`')
  if (cloud === true && local === true) throw refuse('`--not-in-remote` and `--cloud` are mutually exclusive')
  if ([workspace, allBranches, allTags, allCommits, rev, date].every((option) => option === undefined)) {
    throw refuse(
      'Either of `-w|--workspace`, `-a|--all-branches`, `-T|--all-tags` `--all-experiments`, `--all-commits`, `--date` or `--rev` needs to be set.',
    )
  }
  if (num !== undefined && rev === undefined && allBranches !== true)
    throw refuse('`--num` can only be used alongside `--rev` or `--all-branches`')
}

function describe({ allCommits, allBranches, allTags, num, date, rev, notInRemote: local, projects }: GcOptions): string {
  const last = num === undefined ? '' : `last ${num} commits from `
  const parts = ['the workspace']
  if (allCommits === true) parts.push('all git commits')
  else {
    if (allBranches === true) parts.push(allTags === true && num === undefined ? 'all git branches and tags' : `${last}all git branches`)
    if (allTags === true && (allBranches !== true || num !== undefined)) parts.push('all git tags')
    if (date !== undefined) parts.push(`all git commits before date ${date}`)
    if (rev !== undefined) parts.push(`last ${num ?? 1} commits from ${rev.join(', ')}`)
  }
  const where =
    projects === undefined
      ? 'of the current repo.'
      : `of the current and the following repos:${projects.map((one) => `\n  - ${one}`).join('')}`
  return `This will remove all cache except items used in ${parts.join(' and ')}${local === true ? ' that are not present in the DVC remote' : ''} ${where}`
}
