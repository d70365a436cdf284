import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { V1Container, V1Job } from '@kubernetes/client-node'
import { RepriseError } from '@reprise/protocol/errors'
import type { JobFolder } from '../../jobs/index.ts'
import { toFileError } from '../../paths/index.ts'
import { jsonDumps } from '../../python/index.ts'
import { loadYaml } from '../../yaml/index.ts'

/** What a Job is made with. Amounts are Kubernetes' own: `500m`, `2Gi`. */
export interface ManifestSettings {
  readonly image: string | undefined
  /** A PersistentVolumeClaim that holds the project. */
  readonly claim: string | undefined
  /** Where the claim is mounted: the project has the same path in the pod as here. */
  readonly mountPath: string
  readonly subPath: string | undefined
  /** Requests, and limits as well. */
  readonly resources: Readonly<Record<string, unknown>> | undefined
  readonly serviceAccount: string | undefined
  readonly nodeSelector: Readonly<Record<string, unknown>> | undefined
  /** A Job to begin with. */
  readonly template: V1Job | undefined
}

/** Of the container that runs the command; the pods of a template may have others beside it. */
export const CONTAINER = 'stage'
const VOLUME = 'reprise-project'
/** Seconds for which a Job that is over stays when nobody deletes it. */
const KEPT = 3_600

/** Reads the Job of a template file. Throws INVALID_PARAMETER_VALUE for what is no manifest of a Job. */
export function readTemplate(folder: string, name: string): V1Job {
  const path = resolve(folder, name)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw toFileError(error, path)
  }
  const value: unknown = JSON.parse(jsonDumps(loadYaml(text, name)))
  if (isRecord(value) && value['kind'] === 'Job' && isRecord(value['spec'])) return value
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${name} is no manifest of a Job: it needs \`kind: Job\` and a \`spec\`.`)
}

/** The Job that runs the script of a job once. What is set stands above what a template says. */
export function makeManifest(job: JobFolder, stage: string, settings: ManifestSettings): V1Job {
  const { template } = settings
  const pod = template?.spec?.template
  const labels = { 'app.kubernetes.io/managed-by': 'reprise', 'reprise.dev/job': job.name }
  return {
    ...template,
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      ...template?.metadata,
      name: `reprise-${job.name}`,
      labels: { ...template?.metadata?.labels, ...labels },
      annotations: { ...template?.metadata?.annotations, 'reprise.dev/stage': stage },
    },
    spec: {
      ttlSecondsAfterFinished: KEPT,
      ...template?.spec,
      // A command is never started again.
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      template: {
        ...pod,
        metadata: { ...pod?.metadata, labels: { ...pod?.metadata?.labels, ...labels } },
        spec: {
          ...pod?.spec,
          restartPolicy: 'Never',
          ...(settings.serviceAccount === undefined ? {} : { serviceAccountName: settings.serviceAccount }),
          ...(settings.nodeSelector === undefined ? {} : { nodeSelector: toTexts(settings.nodeSelector) }),
          containers: makeContainers(pod?.spec?.containers ?? [], job, settings),
          ...(settings.claim === undefined
            ? {}
            : { volumes: [...(pod?.spec?.volumes ?? []), { name: VOLUME, persistentVolumeClaim: { claimName: settings.claim } }] }),
        },
      },
    },
  }
}

/** That of the stage is the one of that name, else the first. */
function makeContainers(given: readonly V1Container[], job: JobFolder, settings: ManifestSettings): V1Container[] {
  const own = given.find(({ name }) => name === CONTAINER) ?? given[0]
  const image = settings.image ?? own?.image
  if (image === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'no image is named for the containers of stages.', {
      hint: 'Set `image` in [runners.kubernetes] of reprise.toml.',
    })
  const amounts = settings.resources === undefined ? undefined : toTexts(settings.resources)
  const mount = { name: VOLUME, mountPath: settings.mountPath, ...(settings.subPath === undefined ? {} : { subPath: settings.subPath }) }
  const container: V1Container = {
    ...own,
    name: CONTAINER,
    image,
    command: ['/bin/sh', job.script],
    args: [],
    ...(amounts === undefined ? {} : { resources: { requests: amounts, limits: amounts } }),
    ...(settings.claim === undefined ? {} : { volumeMounts: [...(own?.volumeMounts ?? []), mount] }),
  }
  return [container, ...given.filter((one) => one !== own)]
}

function toTexts(table: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, String(value)]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
