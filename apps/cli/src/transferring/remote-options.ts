import type { Settings } from '@reprise/pipelines/config'
import type { RemoteOptions } from '@reprise/pipelines/remotes'
import { findRoot, layoutOf } from '@reprise/pipelines/project'
import { configPaths, readConfigs } from '@reprise/pipelines/repository'
import { askSecret } from '../output/ask-secret.ts'

/** What remotes take from this process: variables, and whoever sits at the terminal. */
export function remoteOptions(): RemoteOptions {
  return {
    s3Endpoint: process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'],
    environment: process.env,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { askPassword: askSecret } : {}),
  }
}

/** The remotes of the project of this folder, if it is in one, and of the user. */
export function knownRemotes(): ReadonlyMap<string, Settings> {
  const { root } = findRoot(process.cwd())
  return readConfigs(configPaths(process.env, root === undefined ? undefined : layoutOf(root))).remotes
}
