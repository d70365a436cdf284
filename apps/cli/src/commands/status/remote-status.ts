import type { UsedData } from '@reprise/pipelines/used'
import { storeOf } from '@reprise/pipelines/checkout'
import { showAt } from '@reprise/pipelines/repository'
import { compareWithRemote, objectKey, type RemoteState } from '@reprise/pipelines/transfers'
import type { Project } from '../../project/index.ts'
import { collectForTransfer, openProjectRemote, type TransferCommandOptions } from '../../transferring/index.ts'

export interface RemoteStatusOptions extends TransferCommandOptions {
  readonly cloud?: boolean
}

/** Says which data are only in the cache, only in the remote, or in neither. Answers 1 with --quiet where there are such. */
export async function printRemoteStatus(project: Project, [targets]: [string[]], options: RemoteStatusOptions): Promise<number> {
  const { repository } = project
  const data = (await collectForTransfer(project, targets, options)).filter(({ canPush, remote }) => canPush && remote === undefined)
  await using remote = await openProjectRemote(project, { name: options.remote, jobs: options.jobs })
  const states = await compareWithRemote(repository.workspace.cache, remote, { wanted: data, signal: repository.signal })
  const found = new Map(data.flatMap((one) => [...statesOf(project, one, states)]))
  if (project.isJson) project.printJson(Object.fromEntries(found))
  else if (project.isQuiet) return found.size > 0 ? 1 : 0
  else if (found.size === 0)
    project.say(`Cache and remote '${options.remote ?? String(repository.setting('core', 'remote'))}' are in sync.`)
  else for (const [path, state] of found) project.print(`\t${`${state}:`.padEnd(20)}${path}\n`)
  return 0
}

/** Of the data and of each file in them, where it is not in both places. */
function* statesOf({ repository }: Project, data: UsedData, states: ReadonlyMap<string, RemoteState>): Generator<[string, RemoteState]> {
  const { at, hash, oid, includes } = data
  const name = showAt(repository, at)
  const own = states.get(objectKey(data))
  if (own !== undefined && own !== 'ok') yield [name, own]
  if (!oid.endsWith('.dir')) return
  for (const { path, md5 } of storeOf(repository.workspace, hash).readTree(oid) ?? []) {
    const found = states.get(objectKey({ hash, oid: md5 }))
    // A list of files that is in the remote promises them, as in DVC; `pull` says which of them are nowhere.
    const state = found === 'missing' && (own === 'ok' || own === 'deleted') ? 'deleted' : found
    if (state !== undefined && state !== 'ok' && includes?.(path) !== false) yield [`${name}/${path}`, state]
  }
}
