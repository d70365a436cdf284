import { closeSync, createReadStream, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { type Rerun, type RerunRequest, withinRequest } from '@reprise/reproduce'
import { readTarget } from '../connect/index.ts'
import { SOURCES_TAG, sourcesToWords } from '../recording/metrics/taken-metrics.ts'
import type { Settings } from '../settings/index.ts'
import { deliverRun } from './deliver-run.ts'
import { startRecorded } from './start-recorded.ts'

/** Milliseconds that a command which was asked to end gets, before it is ended. */
const GRACE = 10_000

/** Runs a command with `reprise run` itself, in a process of its own: what holds for a run that is recorded holds for its repeat. */
export function createRerun(client: Client, trackingUri: string, settings: Settings): Rerun {
  return async (request) => {
    const stdin = openStdin(request)
    const { pipeline } = request
    const sources = pipeline === undefined ? await readSources(client, request.original) : []
    const { child, ended } = startRecorded({
      ...(pipeline === undefined
        ? { words: ['run', '--print-id', ...sources, ...wordsFor(request, addressOf(trackingUri))] }
        : {
            words: ['repro', ...pipeline.words, ...reproWordsFor(request, addressOf(trackingUri))],
            stage: pipeline.stage,
            isPipeline: true,
          }),
      folder: request.folder,
      env: { ...request.variables, ...credentialsOf(settings) },
      within: withinRequest(request),
      stdin,
    })
    if (typeof stdin === 'number') closeSync(stdin)
    const stop = (): void => {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), GRACE).unref()
    }
    request.signal?.addEventListener('abort', stop, { once: true })
    const { id, said } = await ended.finally(() => request.signal?.removeEventListener('abort', stop))
    request.signal?.throwIfAborted()
    if (id === undefined) throw new RepriseError('INTERNAL_ERROR', `The repeat was not recorded: ${said.trim() || 'it does not say why'}`)
    await deliverRun(client, id, settings)
    return id
  }
}

/** The repeat takes metrics from its command as the original did. */
async function readSources(client: Client, original: string): Promise<string[]> {
  const { run } = await client.getRun({ run_id: original })
  return sourcesToWords(run.data?.tags?.find(({ key }) => key === SOURCES_TAG)?.value)
}

/** A pipe where it was one, a file where it was a file. */
function openStdin({ stdin }: RerunRequest): number | Readable | undefined {
  if (stdin === undefined) return undefined
  return stdin.isPiped ? createReadStream(stdin.file) : openSync(stdin.file, 'r')
}

/** The repeat runs in another folder: a relative address would be another place there. */
function addressOf(trackingUri: string): string {
  const target = readTarget(trackingUri)
  return target.kind === 'server' ? trackingUri : target.path
}

function wordsFor({ argv, experiment, name, params, tags, original, isTraced }: RerunRequest, trackingUri: string): string[] {
  const all = { ...tags, 'reprise.reproduces': original }
  return [
    '--tracking-uri',
    trackingUri,
    '--experiment',
    experiment,
    '--name',
    name,
    ...Object.entries(all).flatMap(([key, value]) => ['--tag', `${key}=${value}`]),
    ...params.flatMap(({ key, value = '' }) => ['--param', `${key}=${value}`]),
    ...(isTraced ? ['--trace'] : []),
    '--',
    ...argv,
  ]
}

function reproWordsFor({ experiment, name, tags, original }: RerunRequest, trackingUri: string): string[] {
  const all = { ...tags, 'reprise.reproduces': original }
  return [
    '--json',
    '--tracking-uri',
    trackingUri,
    '--experiment',
    experiment,
    '--run-name',
    name,
    ...Object.entries(all).flatMap(([key, value]) => ['--tag', `${key}=${value}`]),
  ]
}

/** What reprise.toml of this folder says is not seen from the folder of the repeat. */
function credentialsOf({ username, password, token, spool }: Settings): Record<string, string> {
  return {
    ...(username === undefined ? {} : { REPRISE_TRACKING_USERNAME: username }),
    ...(password === undefined ? {} : { REPRISE_TRACKING_PASSWORD: password }),
    ...(token === undefined ? {} : { REPRISE_TRACKING_TOKEN: token }),
    ...(spool === undefined ? {} : { REPRISE_SPOOL: spool }),
  }
}
