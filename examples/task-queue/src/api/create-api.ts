import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { TaskQueue } from '../queue/open-queue.ts'
import { type RequestName, startTasks } from '../queue/start-tasks.ts'
import { BadRequest, readRequest } from './read-request.ts'

interface Answer {
  readonly status: number
  readonly body: unknown
}

const triggers: Readonly<Record<string, RequestName>> = {
  '/ingestions': 'ingestion',
  '/analyses': 'analysis',
  '/correlations': 'correlation',
}

/**
 * `POST /ingestions`, `/analyses` and `/correlations` add tasks to the queue and answer 202 with `raw_data_id`, `correlation_id`, `run_id` and `job_id`;
 * the latter two need the `raw_data_id` of an ingestion. `GET /jobs/<job_id>` says how the last task of a request is doing.
 */
export function createApi(queue: TaskQueue): Server {
  return createServer((request, response) => {
    void answer(queue, request)
      .catch(explain)
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(`${JSON.stringify(body)}\n`)
      })
  })
}

async function answer(queue: TaskQueue, request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://api')
  const trigger = triggers[pathname]
  const [, jobId] = /^\/jobs\/([\w-]+)$/.exec(pathname) ?? []
  if (trigger !== undefined) {
    if (request.method !== 'POST') return refuse(405, `${pathname} takes POST.`)
    const given = await readRequest(request, trigger)
    return { status: 202, body: await startTasks(queue, trigger, { ...given, component: 'api' }) }
  }
  if (jobId !== undefined && request.method === 'GET') {
    const job = await queue.look(jobId)
    return job === undefined ? refuse(404, `There is no job ${jobId}.`) : { status: 200, body: job }
  }
  return pathname === '/health' ? { status: 200, body: { ok: true } } : refuse(404, `There is no ${request.method} ${pathname}.`)
}

function refuse(status: number, error: string): Answer {
  return { status, body: { error } }
}

function explain(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof BadRequest ? refuse(400, message) : refuse(503, `The queue can not be used: ${message}`)
}
