import type { V1Job, V1Pod } from '@kubernetes/client-node'
import type { JobState } from '../../jobs/index.ts'
import { CONTAINER } from './manifest.ts'

/** What the cluster says of a Job and of its pod, where it has one. */
export function toJobState(job: V1Job | undefined, pod: V1Pod | undefined): JobState {
  if (job === undefined) return { kind: 'over', reason: 'its Job was deleted' }
  const failure = job.status?.conditions?.find(({ type, status }) => type === 'Failed' && status === 'True')
  if (pod === undefined)
    return failure === undefined ? { kind: 'waiting' } : { kind: 'over', reason: join(failure.reason, failure.message) }
  const container = pod.status?.containerStatuses?.find(({ name }) => name === CONTAINER)
  const ended = container?.state?.terminated
  if (ended !== undefined) return { kind: 'over', reason: `its pod ended: ${join(ended.reason, `exit code ${ended.exitCode}`)}` }
  const { phase } = pod.status ?? {}
  // Evicted ones, and those of nodes that are gone, have no word of their containers.
  if (phase === 'Failed' || phase === 'Succeeded')
    return { kind: 'over', reason: `its pod ended: ${join(pod.status?.reason ?? phase, pod.status?.message)}` }
  if (failure !== undefined) return { kind: 'over', reason: join(failure.reason, failure.message) }
  if (container?.state?.running !== undefined) return { kind: 'running' }
  return waiting(pod, container?.state?.waiting)
}

function waiting(pod: V1Pod, container: { readonly reason?: string; readonly message?: string } | undefined): JobState {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  const trouble = scheduled?.status === 'False' ? scheduled : container
  const isUsual = trouble?.reason === undefined || trouble.reason === 'ContainerCreating' || trouble.reason === 'PodInitializing'
  return isUsual ? { kind: 'waiting' } : { kind: 'waiting', why: `its pod waits: ${join(trouble.reason, trouble.message)}` }
}

function join(reason: string | undefined, message: string | undefined): string {
  const parts = [reason, message].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? 'it failed' : parts.join(', ')
}
