import { openRemote, type RemoteStore } from '@reprise/pipelines/remotes'
import { RepriseError } from '@reprise/protocol/errors'
import { authenticationOf } from '../connect/connect.ts'
import { remoteOptions } from './remote-options.ts'
import { type Project, projectExitCodes, ProjectFailure } from '../project/index.ts'

export interface RemoteChoice {
  /** Default: `core.remote`. */
  readonly name?: string | undefined
  readonly jobs?: number | undefined
  /** Whether having no such remote is a wrong configuration, which ends with 251, and not a failure of the command. */
  readonly isConfiguration?: boolean | undefined
}

/** Opens a remote of the project. Throws, in DVC's words, where there is none. Dispose of it. */
export async function openProjectRemote({ repository, world }: Project, choice: RemoteChoice): Promise<RemoteStore> {
  const { config, root } = repository
  const core = repository.setting('core', 'remote')
  const name = choice.name?.toLowerCase() ?? (typeof core === 'string' ? core : undefined)
  const fail = (problem: string): RepriseError =>
    choice.isConfiguration === true
      ? new ProjectFailure(`configuration error - config file error: ${problem}`, { exitCode: projectExitCodes.configuration })
      : new RepriseError('RESOURCE_DOES_NOT_EXIST', `config file error: ${problem}`)
  if (name === undefined)
    throw fail(`no remote specified in ${root}. Create a default remote with\n    reprise remote add -d <remote name> <remote url>`)
  if (!config.remotes.has(name)) throw fail(`remote '${name}' doesn't exist`)
  return openRemote(name, config.remotes, {
    ...remoteOptions(),
    jobs: choice.jobs,
    authorization: toHeader(authenticationOf(world.settings)),
  })
}

function toHeader(authentication: ReturnType<typeof authenticationOf>): string | undefined {
  if (authentication === undefined) return undefined
  if ('token' in authentication) return `Bearer ${authentication.token}`
  return `Basic ${Buffer.from(`${authentication.username}:${authentication.password}`).toString('base64')}`
}
