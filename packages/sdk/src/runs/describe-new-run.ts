import type { SpoolRequests } from '../spool/record.ts'
import { defaultTags } from './default-tags.ts'
import { checkKey } from '../writing/check-key.ts'
import { type ParamValue, toParamValue } from './to-param-value.ts'

/** What is said of a run when it begins. */
export interface NewRun {
  /** Default: a name the server makes up. */
  readonly name?: string | undefined
  /** Default: the tracker's experiment. Made when it is not there. */
  readonly experimentName?: string | undefined
  readonly experimentId?: string | undefined
  readonly tags?: Readonly<Record<string, ParamValue>> | undefined
  readonly params?: Readonly<Record<string, ParamValue>> | undefined
  /** Markdown, shown on the run's page (tag `mlflow.note.content`). */
  readonly description?: string | undefined
  /** Runs that belong together (tag `reprise.group`). */
  readonly group?: string | undefined
  /** Makes the run a child of this one. */
  readonly parentRunId?: string | undefined
}

/** An experiment, as programs and their environment name it. */
export type ExperimentChoice = { readonly name: string } | { readonly id: string }

export type CreateRunRequest = SpoolRequests['createRun']

/** Throws INVALID_PARAMETER_VALUE for a name of a param or tag that the server would refuse. */
export function checkNewRun({ params = {}, tags = {} }: NewRun): void {
  for (const key of Object.keys(params)) checkKey(key, 'param')
  for (const key of Object.keys(tags)) checkKey(key, 'tag')
}

/** The request that makes a run of this id, as of now. */
export function describeNewRun(id: string, experiment: ExperimentChoice, run: NewRun): CreateRunRequest {
  const standard = defaultTags()
  return {
    ...('id' in experiment ? { experiment_id: experiment.id } : { experiment_name: experiment.name }),
    run_id: id,
    run_name: run.name,
    user_id: standard['mlflow.user'],
    start_time: Date.now(),
    tags: toTags({ ...standard, ...tagsOf(run) }),
  }
}

/** The tags that were given, and those that other options are kept as. */
export function tagsOf({ name, description, group, tags, parentRunId }: NewRun): Record<string, ParamValue> {
  return { 'mlflow.runName': name, 'mlflow.note.content': description, 'reprise.group': group, 'mlflow.parentRunId': parentRunId, ...tags }
}

function toTags(values: Readonly<Record<string, ParamValue>>): { key: string; value: string }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const text = toParamValue(value)
    return text === undefined ? [] : [{ key, value: text }]
  })
}
