import { existsSync } from 'node:fs'
import type { CallOptions, Client } from '@reprise/client'
import { RepriseError, type RunInfo } from '@reprise/protocol'
import { streamFile } from '../artifacts/stream-file.ts'
import { forgetExperiment, resolveExperiment } from '../runs/resolve-experiment.ts'
import { isPassing } from './is-passing.ts'
import type { SpoolRecord, SpoolRequests } from './record.ts'

/** Where the records of one writer go, and what was learned on the way. */
export interface Target {
  readonly client: Client
  readonly writer: string
  readonly fileFor: (name: string) => string | undefined
  /** For an experiment that is made for the run. */
  readonly artifactLocation?: string | undefined
  /** The run as the server knows it, once it answered. Servers that choose ids themselves give another id than asked for. */
  run: RunInfo | undefined
}

/** `postponed`: the server can not be reached or does not let us in, and the record must wait. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'rejected'; readonly error: RepriseError }
  | { readonly kind: 'postponed'; readonly error: RepriseError }

/** Does on the server what a record says; `signal` gives it up for now. Never rejects. */
export async function deliver(record: SpoolRecord, target: Target, signal?: AbortSignal): Promise<Outcome> {
  try {
    await perform(record, target, signal)
    return { kind: 'delivered' }
  } catch (cause) {
    const error = cause instanceof RepriseError ? cause : new RepriseError('INTERNAL_ERROR', String(cause), { cause })
    if (isPassing(error)) return { kind: 'postponed', error }
    return isPartly(record, error) ? deliverParts(record, target, signal) : { kind: 'rejected', error }
  }
}

type Performers = {
  readonly [Name in keyof SpoolRequests]: (request: SpoolRequests[Name], target: Target, options: CallOptions) => Promise<void>
}

const performers: Performers = {
  createRun: async ({ experiment_name: name, ...request }, target, options) => {
    const { client } = target
    const experimentId =
      name === undefined
        ? (request.experiment_id ?? '0')
        : await resolveExperiment(client, name, { ...options, artifactLocation: target.artifactLocation })
    try {
      target.run = (await client.createRun({ ...request, experiment_id: experimentId }, options)).run.info
    } catch (error) {
      if (name !== undefined) forgetExperiment(client, name)
      throw error
    }
  },
  updateRun: async (request, target, options) => {
    const { run_info: info } = await target.client.updateRun(withRunId(request, target), options)
    target.run = info
  },
  logBatch: async (request, target, options) => {
    await target.client.logBatch(withRunId(request, target), options)
  },
  logInputs: (request, target, options) =>
    whereKnown(request.run_id, target, options, async () => {
      await target.client.logInputs(withRunId(request, target), options)
    }),
  logDatasetOutputs: (request, target, options) =>
    whereKnown(request.run_id, target, options, async () => {
      await target.client.logDatasetOutputs(withRunId(request, target), options)
    }),
  uploadArtifact: async ({ run_id: runId, path, file }, target, { signal }) => {
    const bytes = target.fileFor(file)
    // They are deleted once the server has them: this is a spool that is sent again after a crash.
    if (bytes === undefined || !existsSync(bytes)) return
    target.run ??= (await target.client.getRun({ run_id: runId }, { signal })).run.info
    await target.client.uploadArtifact(target.run.artifact_uri ?? '', path, streamFile(bytes), { signal })
  },
}

/** Asks for what not every server knows. One that knows the run, and not that, is no wrong address: it does without. */
async function whereKnown(runId: string | undefined, target: Target, { signal }: CallOptions, ask: () => Promise<void>): Promise<void> {
  try {
    await ask()
  } catch (error) {
    if (!(error instanceof RepriseError) || !['ENDPOINT_NOT_FOUND', 'METHOD_NOT_ALLOWED'].includes(error.code)) throw error
    target.run = (await target.client.getRun({ run_id: target.run?.run_id ?? runId }, { signal })).run.info
  }
}

async function perform({ operation, request, sequence }: SpoolRecord, target: Target, signal: AbortSignal | undefined): Promise<void> {
  const performer = performers[operation] as (request: unknown, target: Target, options: CallOptions) => Promise<void>
  await performer(request, target, { idempotencyKey: `${target.writer}:${sequence}`, signal })
}

function withRunId<Request extends { readonly run_id?: string | undefined }>(request: Request, { run }: Target): Request {
  return run === undefined ? request : { ...request, run_id: run.run_id }
}

function isPartly(record: SpoolRecord, { code }: RepriseError): record is SpoolRecord & { operation: 'logBatch' } {
  if (record.operation !== 'logBatch' || code !== 'INVALID_PARAMETER_VALUE') return false
  const { metrics = [], params = [], tags = [] } = record.request
  return params.length > 0 && metrics.length + params.length + tags.length > 1
}

/**
 * A batch is all or nothing, but one param that was logged before with another value must not take a thousand points
 * with it: everything else is sent by itself. No keys are needed, since each part changes nothing when it is repeated.
 */
async function deliverParts(
  { request }: SpoolRecord & { operation: 'logBatch' },
  target: Target,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { params = [], ...others } = request
  const parts = [others, ...params.map((param) => ({ run_id: request.run_id, params: [param] }))]
  let refused: RepriseError | undefined
  for (const part of parts) {
    try {
      await target.client.logBatch(withRunId(part, target), { signal })
    } catch (error) {
      if (!(error instanceof RepriseError) || isPassing(error)) return { kind: 'postponed', error: error as RepriseError }
      refused = error
    }
  }
  return refused === undefined ? { kind: 'delivered' } : { kind: 'rejected', error: refused }
}
