import type { Experiment } from '@reprise/protocol'
import type { QueryClient } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { makeEdit } from '../shell/make-edit.ts'

/** Answers the new id; rejects where there is one of that name, deleted ones included. */
export async function createExperiment(queries: QueryClient, name: string): Promise<string> {
  const { experiment_id } = await client.createExperiment({ name })
  await queries.invalidateQueries({ queryKey: ['experiments'] })
  return experiment_id
}

export function renameExperiment(queries: QueryClient, { experiment_id }: Experiment, name: string): Promise<boolean> {
  return makeEdit(queries, {
    failure: 'The experiment could not be renamed.',
    concerns: ['experiments'],
    show: () => changeExperiment(queries, experiment_id, (experiment) => ({ ...experiment, name })),
    send: () => client.updateExperiment({ experiment_id, new_name: name }),
  })
}

export function setExperimentTag(queries: QueryClient, experiment_id: string, [key, value]: readonly [string, string]): Promise<boolean> {
  return makeEdit(queries, {
    failure: `The tag ${key} could not be set.`,
    concerns: ['experiments'],
    show: () => changeExperiment(queries, experiment_id, (experiment) => withTag(experiment, key, value)),
    send: () => client.setExperimentTag({ experiment_id, key, value }),
  })
}

export function deleteExperimentTag(
  queries: QueryClient,
  experiment_id: string,
  [key, value]: readonly [string, string],
): Promise<boolean> {
  return makeEdit(queries, {
    failure: `The tag ${key} could not be removed.`,
    concerns: ['experiments'],
    show: () => changeExperiment(queries, experiment_id, (experiment) => withTag(experiment, key, undefined)),
    send: () => client.deleteExperimentTag({ experiment_id, key }),
    success: `The tag ${key} is removed.`,
    undo: () => void setExperimentTag(queries, experiment_id, [key, value]),
  })
}

/** With its runs; both can be restored until somebody deletes them for good. */
export function deleteExperiment(queries: QueryClient, experiment: Experiment): Promise<boolean> {
  const { experiment_id, name } = experiment
  return makeEdit(queries, {
    failure: `${name} could not be deleted.`,
    concerns: ['experiments'],
    show: () => changeExperiment(queries, experiment_id, () => undefined),
    send: () => client.deleteExperiment({ experiment_id }),
    success: `${name} is deleted, with its runs.`,
    undo: () => void restoreExperiment(queries, experiment),
  })
}

export function restoreExperiment(queries: QueryClient, experiment: Experiment): Promise<boolean> {
  const { experiment_id, name } = experiment
  return makeEdit(queries, {
    failure: `${name} could not be restored.`,
    concerns: ['experiments'],
    show: () => changeExperiment(queries, experiment_id, () => undefined),
    send: () => client.restoreExperiment({ experiment_id }),
    success: `${name} is restored, with its runs.`,
    undo: () => void deleteExperiment(queries, experiment),
  })
}

type Change = (experiment: Experiment) => Experiment | undefined

/** Changes an experiment wherever a page has read it. What is answered puts all back. */
function changeExperiment(queries: QueryClient, id: string, change: Change): () => void {
  const before = queries.getQueriesData({ queryKey: ['experiments'] })
  queries.setQueriesData({ queryKey: ['experiments'] }, (data: Experiment | Experiment[] | undefined) => {
    if (Array.isArray(data)) return data.flatMap((one) => (one.experiment_id === id ? (change(one) ?? []) : one))
    return data?.experiment_id === id ? (change(data) ?? data) : data
  })
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data)
  }
}

function withTag(experiment: Experiment, key: string, value: string | undefined): Experiment {
  const others = experiment.tags.filter((tag) => tag.key !== key)
  return { ...experiment, tags: value === undefined ? others : [...others, { key, value }] }
}
