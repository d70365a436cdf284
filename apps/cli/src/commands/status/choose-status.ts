import type { Project } from '../../project/index.ts'
import type { RemoteStatusOptions } from './remote-status.ts'
import type { StatusOptions } from './status.ts'

/** What is not as it was recorded; with --cloud or --remote, what is not in the remote. */
export async function printStatusOrRemote(
  project: Project,
  args: [string[]],
  options: StatusOptions & RemoteStatusOptions,
): Promise<number> {
  const isRemote = options.cloud === true || options.remote !== undefined
  // What a remote needs is not loaded where none is asked.
  if (isRemote) return (await import('./remote-status.ts')).printRemoteStatus(project, args, options)
  return (await import('./status.ts')).printStatus(project, args, options)
}
