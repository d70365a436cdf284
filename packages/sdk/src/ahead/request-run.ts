import type { Authentication } from '@reprise/client/address'
import { checkNewRun, type CreateRunRequest, describeNewRun, type ExperimentChoice, type NewRun } from '../runs/describe-new-run.ts'
import { type Ask, createAsk } from './ask.ts'
import { randomId } from './random-id.ts'
import { FIRST_SEQUENCE, type RequestedRun } from './requested-run.ts'

export interface AheadOptions {
  readonly url: string
  readonly auth?: Authentication | undefined
  /** The experiment of runs that name none. */
  readonly experiment: ExperimentChoice
  /** Milliseconds after which an answer is not waited for any more. */
  readonly timeout: number
}

/**
 * Asks a server for a run by the same request as `startRun`, over `node:http` alone. Never rejects: where it does not come to an answer,
 * `startRun` does, and says why. Undefined for a run that `startRun` would refuse.
 */
export async function requestRun(run: NewRun, { url, auth, experiment, timeout }: AheadOptions): Promise<RequestedRun | undefined> {
  try {
    checkNewRun(run)
    const writer = randomId()
    const request = describeNewRun(randomId(), experiment, run)
    const ask = createAsk(url, { auth, timeout })
    return { writer, request, answer: await askForRun(ask, writer, request).catch(() => undefined) }
  } catch {
    return undefined
  }
}

async function askForRun(ask: Ask, writer: string, request: CreateRunRequest): Promise<RequestedRun['answer']> {
  const { experiment_name: name, ...others } = request
  const experimentId = name === undefined ? request.experiment_id : await resolveExperiment(ask, name)
  if (experimentId === undefined) return undefined
  const headers = { 'idempotency-key': `${writer}:${FIRST_SEQUENCE}` }
  const { run } = await ask<{ run?: { info?: RequestedRun['answer'] } }>('runs/create', { ...others, experiment_id: experimentId }, headers)
  const info = run?.info
  return typeof info?.run_id === 'string' && typeof info.experiment_id === 'string' ? info : undefined
}

/** Undefined where it is deleted. */
async function resolveExperiment(ask: Ask, name: string): Promise<string | undefined> {
  const path = `experiments/get-by-name?${new URLSearchParams({ experiment_name: name }).toString()}`
  const found = await ask<{ experiment: { experiment_id: string; lifecycle_stage?: string } }>(path).catch(() => undefined)
  if (found === undefined) return (await ask<{ experiment_id: string }>('experiments/create', { name })).experiment_id
  return found.experiment.lifecycle_stage === 'deleted' ? undefined : found.experiment.experiment_id
}
