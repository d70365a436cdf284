import { Agent, request as sendRequest } from 'node:http'
import { join } from 'node:path'
import { fillPath, type OperationName, operations, type Operation, pathsOf } from '@reprise/protocol'
import { createTemporaryFolder, startRepriseServer, type RunningRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'
import { type KnownThings, randomRequest } from './random-json.ts'

const CASES = 10_000
const AT_ONCE = 16
const LONGEST_ANSWER = 60_000

describe('every endpoint, with random requests', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  let folder: TemporaryFolder
  let server: RunningRepriseServer
  let known: KnownThings

  beforeAll(async () => {
    folder = await createTemporaryFolder('fuzz')
    server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    known = await makeThings()
  })
  afterAll(async () => {
    agent.destroy()
    await server.stop()
    await folder.remove()
  })

  it.each((Object.keys(operations) as OperationName[]).filter((name) => pathsOf(operations[name]).length > 0))(
    `%s never fails with a 5xx and never hangs, ${CASES} times`,
    { timeout: 600_000 },
    async (name) => {
      const random = createRandom(name)
      const operation: Operation = operations[name]
      await inParallel(CASES, async () => {
        const method = random.pick(operation.methods)
        const message = randomRequest(random, operation.request, known)
        const path = fillPath(random.pick(pathsOf(operation)), Object(message) as Record<string, unknown>)
        const answer =
          method === 'GET'
            ? await ask('GET', path + toQuery(message))
            : await ask(method, path, random.chance(0.02) ? garbage(random.below(6)) : JSON.stringify(message))
        expectNoFailure(answer, `${method} ${path} ${JSON.stringify(message)}`)
      })
    },
  )

  it(`artifact paths never fail with a 5xx and never leave their folder, ${CASES} times`, { timeout: 600_000 }, async () => {
    const random = createRandom('artifacts')
    const pieces = [
      'a',
      'b.txt',
      '..',
      '.',
      '',
      '%2e%2e',
      '%2F',
      '%00',
      'ü',
      '%E2%82',
      'x'.repeat(300),
      'c d',
      '~',
      '\\',
      '%5c..',
      '0',
      '.uploads',
      'artifacts',
    ]
    const clean = pieces.map((piece) => encodeURI(piece).replaceAll('%25', '%').replaceAll('\\', '%5C'))
    await inParallel(CASES, async () => {
      const path = Array.from({ length: 1 + random.below(5) }, () => random.pick(clean)).join('/')
      const method = random.pick(['GET', 'PUT', 'DELETE', 'LIST'])
      const base = '/api/2.0/mlflow-artifacts/artifacts'
      const answer =
        method === 'LIST'
          ? await ask('GET', `${base}?path=${path}`)
          : await ask(method, `${base}/${path}`, method === 'PUT' ? 'content' : undefined)
      expectNoFailure(answer, `${method} ${path}`)
    })
  })

  it('still answers afterwards', async () => {
    expect((await ask('GET', '/health')).status).toBe(200)
  })

  interface Answer {
    readonly status: number
    readonly body: string
  }

  function expectNoFailure({ status, body }: Answer, sent: string): void {
    if (status >= 500 && status !== 501) expect.fail(`${status} ${body.slice(0, 500)} for ${sent.slice(0, 2_000)}`)
    if (status < 400) return
    // A matcher for each of 600,000 answers would take longer than the answers.
    const { error_code: code, message } = JSON.parse(body) as Record<string, unknown>
    if (typeof code !== 'string' || typeof message !== 'string') expect.fail(`${status} ${body.slice(0, 500)} for ${sent.slice(0, 2_000)}`)
  }

  async function makeThings(): Promise<KnownThings> {
    const runIds: string[] = []
    for (let index = 0; index < 5; index++) {
      const { body } = await ask('POST', '/api/2.0/mlflow/runs/create', JSON.stringify({ experiment_id: '0', start_time: index }))
      runIds.push((JSON.parse(body) as { run: { info: { run_id: string } } }).run.info.run_id)
    }
    return { runIds, experimentIds: ['0', '1', '2', '3', '99'], keys: ['a', 'b', 'loss', 'val/acc', 'a b', 'mlflow.runName'] }
  }

  function ask(method: string, path: string, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(server.url)
      const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const request = sendRequest({ host: '127.0.0.1', port, method, path, agent, headers, timeout: LONGEST_ANSWER }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }))
        response.on('error', reject)
      })
      request.on('timeout', () =>
        request.destroy(new Error(`no answer within ${LONGEST_ANSWER} ms: ${method} ${path} ${body?.slice(0, 1_000)}`)),
      )
      request.on('error', reject)
      request.end(body)
    })
  }
})

async function inParallel(count: number, one: () => Promise<void>): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await one()
    }),
  )
}

function toQuery(message: unknown): string {
  if (typeof message !== 'object' || message === null) return `?${new URLSearchParams({ value: String(message) }).toString()}`
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(message)) {
    for (const item of Array.isArray(value) ? value : [value])
      query.append(name, typeof item === 'object' ? JSON.stringify(item) : String(item))
  }
  return `?${query.toString()}`
}

function garbage(kind: number): string {
  return ['', '{', '[1,2', '\u0000', '"\\ud800"', `${'['.repeat(50_000)}`][kind] ?? '{"a":1e99999}'
}
