import { type Client, createClient } from '@reprise/client'
import type { Command } from 'commander'
import type { World } from '../command.ts'

/** Options of every command that talks to a server. */
export interface ConnectionOptions {
  readonly trackingUri: string
  readonly json?: boolean
}

/** A client, and what the user asked for besides. */
export interface Connected {
  readonly client: Client
  readonly json: boolean
}

export function addConnectionOptions(command: Command, { settings }: World): Command {
  return command.option('--tracking-uri <url>', 'the server', settings.trackingUri).option('--json', 'print JSON')
}

export function connect({ trackingUri, json }: ConnectionOptions, { settings }: World): Connected {
  const auth =
    settings.username !== undefined && settings.password !== undefined
      ? { username: settings.username, password: settings.password }
      : settings.token === undefined
        ? undefined
        : { token: settings.token }
  return { client: createClient({ url: trackingUri, ...(auth === undefined ? {} : { auth }) }), json: json ?? false }
}
