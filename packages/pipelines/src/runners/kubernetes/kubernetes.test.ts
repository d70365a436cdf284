import { existsSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createTemporaryFolder, ensurePython, requirePart, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'
import { openRunner } from '../index.ts'
import { startStandInCluster, type StandInCluster } from './testing/stand-in-cluster.ts'

let place: TemporaryFolder
let cluster: StandInCluster
beforeEach(async () => {
  place = await createTemporaryFolder('kubernetes')
  cluster = await startStandInCluster()
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: cluster.url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'test', context: { cluster: 'c', user: 'u', namespace: 'ml' } }],
    'current-context': 'test',
  }
  writeFileSync(join(place.path, 'config'), JSON.stringify(config))
  vi.stubEnv('KUBECONFIG', join(place.path, 'config'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cluster[Symbol.asyncDispose]()
  await place.remove()
})

const template = `apiVersion: batch/v1
kind: Job
metadata: {labels: {team: vision}}
spec:
  ttlSecondsAfterFinished: 60
  template:
    spec:
      tolerations: [{key: gpu, operator: Exists}]
      containers:
      - {name: helper, image: helper:1}
      - {name: stage, image: from-template, env: [{name: A, value: '1'}]}
`

function open(settings: Readonly<Record<string, unknown>>) {
  writeFileSync(join(place.path, 'job.yaml'), template)
  return openRunner('kubernetes', {
    temporary: join(place.path, '.dvc', 'tmp'),
    isTerminal: false,
    settings,
    source: '[runners.kubernetes]',
    folder: place.path,
    env: {},
  })
}

const claimed = {
  image: 'python:3.13',
  patience: 2,
  claim: 'projects',
  mount_path: '/shared',
  resources: { cpu: '500m', memory: '1Gi', 'nvidia.com/gpu': 1 },
}

test('runs commands as Jobs, follows their logs, and deletes them', async () => {
  await using runner = await open(claimed)
  cluster.breaksLog = true
  const ran = await runCommand(runner, 'echo "$IN_POD $REPRISE_X"; sleep 0.6; echo later; exit 3', {
    folder: place.path,
    env: { REPRISE_X: 'x' },
  })
  expect(ran).toEqual({ end: { kind: 'exited', code: 3 }, output: 'yes x\nlater\n' })
  expect([...cluster.jobs]).toEqual([])
  expect(cluster.asked).toContain('POST /apis/batch/v1/namespaces/ml/jobs')
})

test('a Job that is told of Ctrl-C ends, and one that is lost, that waits or that has no image is told of', async () => {
  await using runner = await open(claimed)
  const stop = new AbortController()
  const running = runCommand(runner, "trap 'echo told; exit 4' INT; echo > begun; while :; do sleep 0.1; done", {
    folder: place.path,
    signal: stop.signal,
  })
  while (!existsSync(join(place.path, 'begun'))) await sleep(20)
  stop.abort('SIGINT')
  expect(await running).toEqual({ end: { kind: 'exited', code: 4 }, output: 'told\n' })
  const lost = await runCommand(runner, 'kill -9 0', { folder: place.path })
  expect(lost.end).toBe(`the cluster at ${cluster.url} lost the command of 'train': its pod ended: OOMKilled, exit code 137`)
  cluster.hasImages = false
  const given = new AbortController()
  const waits = await runCommand(runner, 'true', {
    folder: place.path,
    signal: given.signal,
    onOutput: (output) => output.endsWith('\n') && given.abort('SIGINT'),
  })
  expect(waits.output).toBe('! reprise: its pod waits: ImagePullBackOff, Back-off pulling image "nothing"\n')
  expect([...cluster.jobs]).toEqual([])
  await using imageless = await open({})
  expect((await runCommand(imageless, 'true', { folder: place.path })).end).toContain('no image is named')
}, 240_000)

test('says where a volume has no place, where there is no such context, and where nobody answers', async () => {
  await expect(open({ image: 'x', claim: 'projects' })).rejects.toThrow("'claim' in [runners.kubernetes] needs a 'mount_path'")
  await expect(open({ ...claimed, context: 'other' })).rejects.toThrow("there is no context 'other'")
  await cluster[Symbol.asyncDispose]()
  await expect(open(claimed)).rejects.toThrow(/the cluster at .* can not be asked for Jobs in 'ml'/)
})

const validator = await ensurePython(['kubernetes-validate==1.37.0'])
const part = requirePart('the schemas of Kubernetes', validator)

describe.skipIf(part.missing)(`manifests${part.note}`, () => {
  test.each([
    ['of settings', { ...claimed, sub_path: 'a', service_account: 'runner', node_selector: { zone: 'a' } }],
    ['of a template', { ...claimed, template: 'job.yaml' }],
  ])('%s meet the schema, which knows every field', async (_name, settings) => {
    cluster.hasImages = false
    await using runner = await open(settings)
    const stop = new AbortController()
    const running = runCommand(runner, 'true', { folder: place.path, signal: stop.signal })
    while (cluster.jobs.size === 0) await sleep(20)
    const [job] = [...cluster.jobs.values()]
    stop.abort('SIGTERM')
    await running
    writeFileSync(join(place.path, 'made.yaml'), JSON.stringify(job))
    const python = validator.reason === undefined ? validator.python : ''
    await promisify(execFile)(python, ['-m', 'kubernetes_validate', '--strict', join(place.path, 'made.yaml')])
    const [container] = job?.spec?.template.spec?.containers ?? []
    expect(container).toMatchObject({
      name: 'stage',
      image: 'python:3.13',
      resources: { limits: { cpu: '500m', memory: '1Gi', 'nvidia.com/gpu': '1' } },
      volumeMounts: [{ mountPath: '/shared' }],
    })
    if ('template' in settings)
      expect(job).toMatchObject({ metadata: { labels: { team: 'vision' } }, spec: { backoffLimit: 0, ttlSecondsAfterFinished: 60 } })
  })
})
