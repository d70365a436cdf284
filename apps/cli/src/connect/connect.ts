import type { Authentication, Client } from '@reprise/client'
import { Option, type Command } from 'commander'
import type { World } from '../command.ts'
import type { Settings } from '../settings/index.ts'
import { assertThere, hidePassword, readTarget } from './target.ts'

/** Options of every command that talks to a server. */
export interface ConnectionOptions {
  readonly trackingUri: string
  readonly json?: boolean
}

/** Tries after the first: someone waits, so a server that is away is told of within some two seconds. */
const RETRIES = 2
/** Milliseconds in which a program that just used a folder lets it go. */
const FOLDER_PATIENCE = 2_000

export function addConnectionOptions(command: Command, { settings }: World): Command {
  const uri = new Option('--tracking-uri <uri>', 'the server, or a folder that is used without one')
  return command.addOption(uri.default(settings.trackingUri, hidePassword(settings.trackingUri)))
}

/** Has a client for as long as `use` takes. With `patience`, in milliseconds, a server is asked once and has to answer in time. */
export async function withClient<T>(
  { trackingUri, patience }: Pick<ConnectionOptions, 'trackingUri'> & { readonly patience?: number | undefined },
  world: World,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const target = readTarget(trackingUri)
  const { createClient } = await import('@reprise/client')
  if (target.kind === 'server') {
    const hurry = patience === undefined ? { retries: RETRIES } : { retries: 0, timeout: patience }
    return use(createClient({ url: target.url, auth: authenticationOf(world.settings), ...hurry }))
  }
  assertThere(target.path)
  const { openFolder } = await import('@reprise/sdk/local')
  // It closes itself soon after the last request.
  return use(createClient({ transport: await openFolder(target.path, { patience: FOLDER_PATIENCE }), retries: 0 }))
}

/** A user name wins over a token, as in MLflow. */
export function authenticationOf({ username, password, token }: Settings): Authentication | undefined {
  if (username !== undefined && password !== undefined) return { username, password }
  return token === undefined ? undefined : { token }
}
