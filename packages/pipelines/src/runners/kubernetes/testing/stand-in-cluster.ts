import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { V1Job } from '@kubernetes/client-node'

export interface StandInCluster extends AsyncDisposable {
  readonly url: string
  /** What was asked, as `POST /apis/batch/v1/…`. */
  readonly asked: readonly string[]
  readonly jobs: ReadonlyMap<string, V1Job>
  /** From now on pods wait for an image, in the words of a kubelet. */
  hasImages: boolean
  /** The next log breaks off after some bytes. */
  breaksLog: boolean
}

interface Pod {
  readonly child: ChildProcess
  output: Buffer
  code: number | null | undefined
}

/**
 * Stands for the API of a cluster with one node: for Jobs, their pods and their logs it answers with what the API is documented to answer, and runs the command of a
 * container as a process of this machine. No cluster was at hand to record one.
 */
export async function startStandInCluster(): Promise<StandInCluster> {
  const jobs = new Map<string, V1Job>()
  const pods = new Map<string, Pod>()
  const asked: string[] = []
  const cluster = { hasImages: true, breaksLog: false }

  const run = (name: string, job: V1Job): void => {
    const [program = '', ...args] = job.spec?.template.spec?.containers[0]?.command ?? []
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], IN_POD: 'yes' },
    })
    const pod: Pod = { child, output: Buffer.alloc(0), code: undefined }
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => (pod.output = Buffer.concat([pod.output, bytes])))
    child.on('close', (code) => (pod.code = code ?? 137))
    pods.set(name, pod)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://cluster')
    asked.push(`${request.method ?? ''} ${pathname}`)
    const send = (code: number, body: unknown): void =>
      void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const name = pathname.split('/').at(-1) ?? ''
    if (pathname.endsWith('/jobs') && request.method === 'GET')
      return send(200, { apiVersion: 'batch/v1', kind: 'JobList', metadata: {}, items: [] })
    if (pathname.endsWith('/jobs')) {
      const job = JSON.parse(await text(request)) as V1Job
      const created = job.metadata?.name ?? ''
      jobs.set(created, job)
      if (cluster.hasImages) run(created, job)
      return send(201, job)
    }
    if (pathname.endsWith('/pods')) {
      const [created] =
        [...jobs].find(
          ([, job]) => searchParams.get('labelSelector') === `reprise.dev/job=${job.metadata?.labels?.['reprise.dev/job'] ?? ''}`,
        ) ?? []
      return send(200, {
        apiVersion: 'v1',
        kind: 'PodList',
        metadata: {},
        items: created === undefined ? [] : [describePod(created, pods.get(created))],
      })
    }
    if (pathname.endsWith('/log')) return sendLog(pathname.split('/').at(-2)?.replace(/-pod$/, '') ?? '', response)
    const job = jobs.get(name)
    if (job === undefined)
      return send(404, { kind: 'Status', status: 'Failure', message: `jobs.batch "${name}" not found`, reason: 'NotFound', code: 404 })
    if (request.method === 'DELETE') {
      jobs.delete(name)
      killGroup(pods.get(name)?.child.pid)
    }
    return send(200, { ...job, status: {} })
  }

  const sendLog = async (name: string, response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders()
    const pod = pods.get(name)
    for (let sent = 0; pod !== undefined && !response.destroyed; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const isOver = pod.code !== undefined
      if (cluster.breaksLog && pod.output.length > 5) {
        cluster.breaksLog = false
        response.write(pod.output.subarray(0, 5), () => response.destroy())
        return
      }
      response.write(pod.output.subarray(sent))
      sent = pod.output.length
      if (isOver) break
    }
    response.end()
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(cluster, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    jobs,
    async [Symbol.asyncDispose]() {
      for (const { child } of pods.values()) killGroup(child.pid)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function describePod(name: string, pod: Pod | undefined): object {
  const state =
    pod === undefined
      ? { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nothing"' } }
      : pod.code === undefined
        ? { running: { startedAt: '2026-11-21T18:00:00Z' } }
        : { terminated: { exitCode: pod.code, reason: pod.code === 0 ? 'Completed' : pod.code === 137 ? 'OOMKilled' : 'Error' } }
  const phase = pod === undefined ? 'Pending' : pod.code === undefined ? 'Running' : pod.code === 0 ? 'Succeeded' : 'Failed'
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-pod`, namespace: 'ml' },
    status: { phase, conditions: [{ type: 'PodScheduled', status: 'True' }], containerStatuses: [{ name: 'stage', state }] },
  }
}

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
