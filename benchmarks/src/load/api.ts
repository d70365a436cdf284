import { type Connection, openConnection, postRequest } from './connection.ts'

const API = '/api/2.0/mlflow'

/** Sends one request and answers what was answered; throws for anything but a 200. */
export async function post<Body>(url: URL, connection: Connection, [path, body]: readonly [string, object]): Promise<Body> {
  const answer = await connection.send(postRequest(url, API + path, JSON.stringify(body)))
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`)
  return JSON.parse(answer.body.toString('utf8')) as Body
}

export async function createRun(url: URL, connection: Connection, experimentId = '0', startTime = 1_000): Promise<string> {
  const body = { experiment_id: experimentId, start_time: startTime }
  return (await post<{ run: { info: { run_id: string } } }>(url, connection, ['/runs/create', body])).run.info.run_id
}

export async function createExperiment(url: URL, name: string): Promise<string> {
  using connection = await openConnection(url)
  return (await post<{ experiment_id: string }>(url, connection, ['/experiments/create', { name: `${name} ${Date.now()}` }])).experiment_id
}

const WRITERS = 8

/** Does something `count` times, over a few connections at once; what it answered, in order. */
export async function repeatInParallel<Result>(
  url: URL,
  count: number,
  one: (connection: Connection, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      using connection = await openConnection(url)
      for (let index = next++; index < count; index = next++) results[index] = await one(connection, index)
    }),
  )
  return results
}
