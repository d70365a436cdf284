import { existsSync } from 'node:fs'
import type { Client } from '@reprise/client'
import type { ResponseFor } from '@reprise/protocol'
import { RepriseError } from '@reprise/protocol/errors'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { UsageError } from '../../failure.ts'
import { printJson } from '../../output/json.ts'
import { digestPath } from './digest-path.ts'
import { printLineage } from './print-lineage.ts'

interface LineageOptions extends ConnectionOptions {
  readonly up?: boolean
  readonly down?: boolean
  readonly name?: string
  readonly depth: number
  readonly maxResults: number
}

type Lineage = ResponseFor<'getLineage'>

export async function showLineage(what: string, options: LineageOptions, world: World): Promise<void> {
  if (options.up === true && options.down === true)
    throw new UsageError('--up and --down leave nothing.', 'Give one of them, or none for both.')
  const digest = existsSync(what) ? await digestPath(what) : undefined
  const lineage = await withClient(options, world, (client) => ask(client, { what, digest }, options))
  if (options.json === true) return world.write(printJson(lineage))
  world.write(printLineage(lineage, world.style))
  if (!lineage.is_whole) world.note('There is more: what is marked with … goes on. See --depth and --max-results.')
}

async function ask(
  client: Client,
  { what, digest }: { readonly what: string; readonly digest: string | undefined },
  { up, down, name, depth, maxResults }: LineageOptions,
): Promise<Lineage> {
  const direction = up === true ? 'UP' : down === true ? 'DOWN' : 'BOTH'
  const limits = { direction, depth, max_results: maxResults } as const
  const askData = (given: string): Promise<Lineage> => client.getLineage({ digest: given, name, ...limits })
  if (digest !== undefined) return orExplain(askData(digest), what, digest)
  if (name !== undefined) return askData(what)
  // An id of a run and an MD5 look alike.
  const run = await orNothing(findRunId(client, what).then((id) => client.getLineage({ run_id: id, ...limits })))
  if (run !== undefined) return run
  const data = await orNothing(askData(what))
  if (data !== undefined) return data
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no run and no file '${what}', and no run recorded data with such a digest.`, {
    hint: 'reprise runs list shows runs; reprise runs show RUN what they read.',
  })
}

async function orExplain(asked: Promise<Lineage>, path: string, digest: string): Promise<Lineage> {
  return asked.catch((error: unknown) => {
    if (!isNotThere(error)) throw error
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No run recorded '${path}' as it is now (MD5 ${digest}).`, {
      cause: error,
      hint: 'Runs record what they read and made with logInput and logOutput, and stages what they depend on and make.',
    })
  })
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (isNotThere(error)) return undefined
    throw error
  })
}

function isNotThere(error: unknown): boolean {
  return error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST'
}
