import type { FetchedImports } from '@reprise/pipelines/importing'
import type { RemoteStore } from '@reprise/pipelines/remotes'
import {
  type FailedTransfer,
  fetchData,
  fetchRunCache,
  type ObjectName,
  pushData,
  pushRunCache,
  type TransferResult,
} from '@reprise/pipelines/transfers'
import { byRemote, collectUsedData, type UsedData } from '@reprise/pipelines/used'
import { RepriseError } from '@reprise/protocol/errors'
import { printBytes } from '../output/values.ts'
import type { Project } from '../project/index.ts'
import { dropDamaged } from './drop-damaged.ts'
import { openProjectRemote } from './open-project-remote.ts'
import { sourceOptions } from './source-options.ts'
import type { TransferCommandOptions } from './transfer-options.ts'

/** What was moved, in all remotes together. */
export interface Transferred {
  readonly files: number
  readonly bytes: number
  /** Objects of remotes that were other than their names say: they were told of and not taken. */
  readonly damaged: number
}

/** Sends data to their remotes. Throws when not all of it could be, after the rest was. */
export async function pushAll(project: Project, targets: readonly string[], options: TransferCommandOptions): Promise<Transferred> {
  const collect = async (): Promise<UsedData[]> => (await collectForTransfer(project, targets, options)).filter(({ canPush }) => canPush)
  return transferAll(project, { collect, options, transfer: pushData, transferRuns: pushRunCache, failure: 'upload' })
}

/** What was got. */
export interface Fetched extends Transferred, Pick<FetchedImports, 'brought'> {}

/** Gets what the cache lacks. Throws when not all of it could be got, after the rest was. */
export async function fetchAll(project: Project, targets: readonly string[], options: TransferCommandOptions): Promise<Fetched> {
  const { fetchImports } = await import('@reprise/pipelines/importing')
  const imported = await fetchImports(project.repository, options.glob === true ? [] : targets, {
    ...sourceOptions(project),
    cwd: project.repository.root,
    isRecursive: options.recursive,
    withNeeds: options.withDeps,
  })
  const collect = async (): Promise<UsedData[]> => leaveWhole(project, await collectForTransfer(project, targets, options))
  const fetched = await transferAll(project, { collect, options, transfer: fetchData, transferRuns: fetchRunCache, failure: 'download' })
  return { ...fetched, files: fetched.files + imported.files, brought: imported.brought }
}

/** `3 files fetched and 1 file added`. */
export function tellSummary(project: Project, counts: Readonly<Record<string, number>>, options: TransferCommandOptions): void {
  const { say, isJson, isQuiet, world } = project
  if (isJson) return
  if (!hasDefault(project, options) && !isQuiet) world.note('No remote provided and no default remote set.')
  const parts = Object.entries(counts).flatMap(([verb, count]) => (count > 0 ? [`${count} file${count > 1 ? 's' : ''} ${verb}`] : []))
  const last = parts.pop()
  say(last === undefined ? 'Everything is up to date.' : parts.length === 0 ? last : `${parts.join(', ')} and ${last}`)
}

/** The data that targets stand for, in the revisions that are asked for. */
export async function collectForTransfer(
  project: Project,
  targets: readonly string[],
  options: TransferCommandOptions,
): Promise<UsedData[]> {
  const { allBranches, allTags, allCommits, remote } = options
  const data = await collectUsedData(project.repository, targets, {
    ...(allBranches === undefined ? {} : { allBranches }),
    ...(allTags === undefined ? {} : { allTags }),
    ...(allCommits === undefined ? {} : { allCommits }),
    isRecursive: options.recursive,
    withNeeds: options.withDeps,
    isGlob: options.glob,
    onSkipped: (revision) => project.warn(`failed to collect '${revision}', skipping`),
  })
  const meant = data.filter((one) => isMeant(one, options))
  // With a remote that is named, data that name another one are left to it.
  return remote === undefined ? meant : meant.filter((one) => one.remote === undefined || one.remote === remote.toLowerCase())
}

function isMeant({ kind, size }: UsedData, { type, maxSize }: TransferCommandOptions): boolean {
  if (maxSize !== undefined && size !== undefined && size >= maxSize) return false
  return type === undefined || type.some((name) => name === `${kind}s`)
}

/** Without what is whole in the cache already, so that no remote has to be asked for it. */
async function leaveWhole({ repository }: Project, data: readonly UsedData[]): Promise<UsedData[]> {
  const { isWholeInCache } = await import('@reprise/pipelines/checkout')
  const lacking: UsedData[] = []
  for (const one of data) if (!(await isWholeInCache(repository.workspace, one, repository.signal))) lacking.push(one)
  return lacking
}

interface Transfer {
  /** Called after runs were transferred: these are, also where the pipelines of today can not be read. */
  readonly collect: () => Promise<UsedData[]>
  readonly options: TransferCommandOptions
  readonly transfer: typeof pushData
  readonly transferRuns: typeof pushRunCache
  readonly failure: 'upload' | 'download'
}

async function transferAll(project: Project, { collect, options, transfer, transferRuns, failure }: Transfer): Promise<Transferred> {
  const { cache } = project.repository.workspace
  const { signal } = project.repository
  const progress = project.startProgress()
  let [files, bytes, failed, damaged] = [0, 0, 0, 0]
  try {
    if (options.runCache === true) {
      await using remote = await openProjectRemote(project, { name: options.remote, jobs: options.jobs })
      const runs = await transferRuns(cache, remote, { signal })
      if (failure === 'upload') files += runs
    }
    const data = await collect()
    const groups = byRemote(options.remote === undefined ? data : data.map((one) => ({ ...one, remote: undefined })))
    // Also where there is nothing to do, it is told when there is no remote to do it with.
    if (failure === 'upload' && groups.size === 0) groups.set(undefined, [])
    for (const [name, wanted] of groups) {
      // Where there is nothing to get them from, it is said of the data themselves.
      if (failure === 'download' && name === undefined && !hasDefault(project, options)) continue
      await using remote = await openProjectRemote(project, { name: name ?? options.remote, jobs: options.jobs })
      const result = await transfer(cache, remote, {
        wanted,
        signal,
        onProgress: ({ done, total, bytes: moved }) =>
          progress.show(done / Math.max(total, 1), `${done} of ${total} files, ${printBytes(moved)}`),
      })
      progress.end()
      files += result.moved.length
      bytes += result.bytes
      const told = await tellFailures(project, { result, remote, failure })
      failed += told.failed
      damaged += told.damaged
    }
  } finally {
    progress.end()
  }
  if (failed > 0) throw new RepriseError('DATA_LOSS', `${failed} files failed to ${failure}`)
  return { files, bytes, damaged }
}

function hasDefault({ repository }: Project, { remote }: TransferCommandOptions): boolean {
  return remote !== undefined || repository.setting('core', 'remote') !== undefined
}

interface Told {
  readonly result: TransferResult
  readonly remote: RemoteStore
  readonly failure: 'upload' | 'download'
}

/** Answers how many there are. Damaged objects of a remote are only warned of: what lacks them says so itself. */
async function tellFailures(project: Project, { result, remote, failure }: Told): Promise<{ failed: number; damaged: number }> {
  const damaged = result.failed.filter(({ error }) => failure === 'download' && isDamage(error))
  const serious = result.failed.filter((one) => !damaged.includes(one))
  for (const { oid, error } of serious) project.complain(`failed to transfer '${oid}' - ${error.message}`)
  if (result.missing.length > 0) warnMissing(project, result.missing)
  if (damaged.length > 0) {
    warnMissing(project, damaged)
    for (const { error } of damaged.slice(0, SHOWN)) project.warn(error.message)
    await dropDamaged(remote, damaged)
  }
  return { failed: serious.length, damaged: damaged.length }
}

function isDamage(error: FailedTransfer['error']): boolean {
  return error instanceof RepriseError && error.code === 'DATA_LOSS'
}

/** Files that are shown one by one. */
const SHOWN = 100

function warnMissing(project: Project, objects: readonly ObjectName[]): void {
  const lines = objects.slice(0, SHOWN).map(({ oid }) => `md5: ${oid}`)
  const rest = objects.length > SHOWN ? [`… and ${objects.length - SHOWN} more`] : []
  project.warn(
    `Some of the cache files do not exist neither locally nor on remote. Missing cache files:\n${[...lines, ...rest].join('\n')}`,
  )
}
