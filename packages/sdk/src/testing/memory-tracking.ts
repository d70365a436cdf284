import type { RecordedRequest } from './recording-server.ts'

interface Pair {
  readonly key: string
  readonly value: string
}

interface Point {
  readonly key: string
  readonly value: number | string
  readonly timestamp: number
  readonly step: number
}

export interface MemoryRun {
  readonly info: Record<string, unknown>
  /** In the order of arrival, repeated when they arrived twice. */
  readonly points: Point[]
  readonly params: Map<string, string>
  readonly tags: Map<string, string>
}

export interface Answer {
  readonly status: number
  readonly json: unknown
}

/** What a tracking server remembers, for {@link startRecordingServer}. */
export function createMemoryTracking() {
  const experiments = new Map<string, string>([['Default', '0']])
  const runs = new Map<string, MemoryRun>()
  const artifacts = new Map<string, Buffer>()
  const last = new Map<string, number>()
  const created = new Map<string, string>()

  function handle({ method, path, key, body }: RecordedRequest): Answer {
    if (path.startsWith('artifacts/')) return handleArtifact(method, decodeURIComponent(path.slice('artifacts/'.length)), body)
    const [name = '', query] = path.split('?')
    const input = (method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : JSON.parse(body.toString())) as Record<
      string,
      unknown
    >
    if (name === 'runs/log-batch' && isRepeated(key)) return ok({})
    const answer = route(name, input, key)
    if (answer.status === 200 && key !== undefined) remember(key)
    return answer
  }

  function route(name: string, input: Record<string, unknown>, key: string | undefined): Answer {
    switch (name) {
      case 'experiments/get-by-name':
        return getExperiment(String(input['experiment_name']))
      case 'experiments/create':
        if (experiments.has(String(input['name']))) return failed(400, 'RESOURCE_ALREADY_EXISTS', 'It already exists.')
        experiments.set(String(input['name']), String(experiments.size))
        return ok({ experiment_id: String(experiments.size - 1) })
      case 'runs/create':
        return createRun(input, key)
      case 'runs/get':
        return withRun(input, (run) => ok({ run: { info: run.info } }))
      case 'runs/update':
        return withRun(input, (run) => {
          Object.assign(run.info, { status: input['status'], ...(input['end_time'] === undefined ? {} : { end_time: input['end_time'] }) })
          return ok({ run_info: run.info })
        })
      case 'runs/log-batch':
        return withRun(input, (run) => logBatch(run, input))
      case 'runs/log-inputs':
        return withRun(input, () => ok({}))
      default:
        return failed(404, 'ENDPOINT_NOT_FOUND', `There is no ${name}.`)
    }
  }

  function getExperiment(name: string): Answer {
    const id = experiments.get(name)
    if (id === undefined) return failed(404, 'RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`)
    return ok({ experiment: { experiment_id: id, name, artifact_location: `mlflow-artifacts:/${id}`, lifecycle_stage: 'active' } })
  }

  function createRun(input: Record<string, unknown>, key: string | undefined): Answer {
    const known = created.get(key ?? '')
    const experimentId = typeof input['experiment_id'] === 'string' ? input['experiment_id'] : '0'
    if (![...experiments.values()].includes(experimentId))
      return failed(404, 'RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`)
    const id = known ?? String(input['run_id'])
    if (known === undefined) {
      const artifact_uri = `mlflow-artifacts:/${experimentId}/${id}/artifacts`
      const info = { run_id: id, run_uuid: id, run_name: input['run_name'] ?? 'made-up-1', experiment_id: experimentId, artifact_uri }
      const tags = new Map(((input['tags'] ?? []) as Pair[]).map((tag) => [tag.key, tag.value]))
      runs.set(id, {
        info: { ...info, status: 'RUNNING', start_time: input['start_time'], lifecycle_stage: 'active' },
        points: [],
        params: new Map(),
        tags,
      })
      if (key !== undefined) created.set(key, id)
    }
    return ok({ run: { info: runs.get(id)?.info } })
  }

  function logBatch(run: MemoryRun, input: Record<string, unknown>): Answer {
    const params = (input['params'] ?? []) as Pair[]
    const changed = params.find(({ key, value }) => run.params.has(key) && run.params.get(key) !== value)
    if (changed !== undefined) return failed(400, 'INVALID_PARAMETER_VALUE', `Changing param values is not allowed: '${changed.key}'.`)
    for (const { key, value } of params) run.params.set(key, value)
    for (const { key, value } of (input['tags'] ?? []) as Pair[]) run.tags.set(key, value)
    run.points.push(...((input['metrics'] ?? []) as Point[]))
    return ok({})
  }

  function handleArtifact(method: string, path: string, body: Buffer): Answer {
    if (method === 'PUT') artifacts.set(path, body)
    const content = artifacts.get(path)
    return method === 'PUT' ? ok({}) : content === undefined ? failed(404, 'RESOURCE_DOES_NOT_EXIST', path) : { status: 200, json: content }
  }

  function withRun(input: Record<string, unknown>, act: (run: MemoryRun) => Answer): Answer {
    const run = runs.get(String(input['run_id']))
    return run === undefined ? failed(404, 'RESOURCE_DOES_NOT_EXIST', `Run with id=${String(input['run_id'])} not found`) : act(run)
  }

  function isRepeated(key: string | undefined): boolean {
    const [writer = '', sequence] = (key ?? '').split(':')
    return key !== undefined && Number(sequence) <= (last.get(writer) ?? 0)
  }

  function remember(key: string): void {
    const [writer = '', sequence] = key.split(':')
    last.set(writer, Number(sequence))
  }

  return { handle, runs, artifacts, experiments }
}

function ok(json: unknown): Answer {
  return { status: 200, json }
}

function failed(status: number, code: string, message: string): Answer {
  return { status, json: { error_code: code, message } }
}
