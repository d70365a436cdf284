import type * as Kubernetes from '@kubernetes/client-node'
import { RepriseError } from '@reprise/protocol/errors'
import { createJobRunner, type Engine, type JobFolder } from '../../jobs/index.ts'
import {
  engineFields,
  loadPackage,
  type OpenRunner,
  readFields,
  readPatience,
  readStageFields,
  type RunnerSurroundings,
} from '../../running/index.ts'
import { CONTAINER, makeManifest, type ManifestSettings, readTemplate } from './manifest.ts'
import { followPodLog } from './pod-log.ts'
import { toJobState } from './pod-state.ts'

/** What may be other for one stage. */
const podFields = { image: 'text', resources: 'table', node_selector: 'table', template: 'text' } as const
const clusterFields = {
  context: 'text',
  namespace: 'text',
  claim: 'text',
  mount_path: 'text',
  sub_path: 'text',
  service_account: 'text',
  stages: 'table',
} as const

/** Runs commands as Jobs of a Kubernetes cluster, with the user's own kubeconfig. */
export const openRunner: OpenRunner = async (surroundings) => {
  const settings = readFields(surroundings, { ...podFields, ...clusterFields, ...engineFields })
  if (settings.claim !== undefined && settings.mount_path === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'claim' in ${surroundings.source} needs a 'mount_path' beside it.`, {
      hint: 'It says where the volume is mounted: the project must have the same path in pods as here.',
    })
  const client = await loadPackage('@kubernetes/client-node', () => import('@kubernetes/client-node'))
  const cluster = openCluster(client, surroundings, settings)
  // Told now rather than when the first stage is reached.
  await cluster.assertAnswers()
  const manifestFor = (stage: string): ManifestSettings => {
    const own = readStageFields(surroundings, { stages: settings.stages, stage }, podFields)
    const template = own.template ?? settings.template
    return {
      image: own.image ?? settings.image,
      claim: settings.claim,
      mountPath: settings.mount_path ?? '',
      subPath: settings.sub_path,
      resources: own.resources ?? settings.resources,
      serviceAccount: settings.service_account,
      nodeSelector: own.node_selector ?? settings.node_selector,
      template: template === undefined ? undefined : readTemplate(surroundings.folder, template),
    }
  }
  return createJobRunner(createEngine(cluster, manifestFor), surroundings, {
    variables: settings.env ?? [],
    patience: readPatience(settings),
  })
}

interface Cluster {
  readonly batch: Kubernetes.BatchV1Api
  readonly core: Kubernetes.CoreV1Api
  readonly log: Kubernetes.Log
  readonly namespace: string
  readonly server: string
  assertAnswers(): Promise<void>
}

function openCluster(
  client: typeof Kubernetes,
  { source }: RunnerSurroundings,
  { context, namespace }: { readonly context: string | undefined; readonly namespace: string | undefined },
): Cluster {
  const config = new client.KubeConfig()
  config.loadFromDefault()
  if (context !== undefined) {
    if (!config.contexts.some(({ name }) => name === context))
      throw new RepriseError('INVALID_PARAMETER_VALUE', `there is no context '${context}' in the kubeconfig, which ${source} names.`)
    config.setCurrentContext(context)
  }
  const server = config.getCurrentCluster()?.server
  if (server === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'the kubeconfig names no cluster.', { hint: 'See what `kubectl config view` says.' })
  const batch = config.makeApiClient(client.BatchV1Api)
  const place = namespace ?? config.getContextObject(config.getCurrentContext())?.namespace ?? 'default'
  return {
    batch,
    core: config.makeApiClient(client.CoreV1Api),
    log: new client.Log(config),
    namespace: place,
    server,
    assertAnswers: async () => {
      try {
        await batch.listNamespacedJob({ namespace: place, limit: 1 })
      } catch (cause) {
        throw new RepriseError(
          'TEMPORARILY_UNAVAILABLE',
          `the cluster at ${server} can not be asked for Jobs in '${place}': ${sayWhy(cause)}`,
          { cause },
        )
      }
    },
  }
}

function createEngine(cluster: Cluster, manifestFor: (stage: string) => ManifestSettings): Engine {
  const { batch, namespace } = cluster
  const nameOf = (job: JobFolder): string => `reprise-${job.name}`
  return {
    name: `the cluster at ${cluster.server}`,
    interval: 1_000,
    submit: async (job, stage) => {
      const body = makeManifest(job, stage, manifestFor(stage))
      await batch.createNamespacedJob({ namespace, body }).catch((cause: unknown) => Promise.reject(new Error(sayWhy(cause), { cause })))
      const remove = async (): Promise<void> => {
        // With its pod, which gets its usual time to end.
        await unlessGone(batch.deleteNamespacedJob({ namespace, name: nameOf(job), propagationPolicy: 'Background' }))
      }
      return {
        look: async () => {
          const found = await unlessGone(batch.readNamespacedJob({ namespace, name: nameOf(job) }))
          return toJobState(found, found === undefined ? undefined : await findPod(cluster, job))
        },
        cancel: remove,
        forget: remove,
      }
    },
    follow: (job, hear) =>
      followPodLog({ log: cluster.log, namespace, hear, startedPod: async () => nameOfStarted(await findPod(cluster, job)) }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function findPod({ core, namespace }: Cluster, job: JobFolder): Promise<Kubernetes.V1Pod | undefined> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `reprise.dev/job=${job.name}` })
  return items[0]
}

function nameOfStarted(pod: Kubernetes.V1Pod | undefined): string | undefined {
  const state = pod?.status?.containerStatuses?.find(({ name }) => name === CONTAINER)?.state
  return state?.running === undefined && state?.terminated === undefined ? undefined : pod?.metadata?.name
}

async function unlessGone<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 404) return undefined
    throw new Error(sayWhy(cause), { cause })
  }
}

/** The sentence of an answer of the API, without the head of the answer. */
function sayWhy(cause: unknown): string {
  const body = cause instanceof Error && 'body' in cause ? cause.body : undefined
  const text = typeof body === 'string' ? body : ''
  const sentence = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  if (sentence !== undefined) return JSON.parse(`"${sentence}"`) as string
  return cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
}
