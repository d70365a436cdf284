import { get, post, scenario, send, type Exchange } from './scenario.ts'

const T0 = 1700000000000
const RUNS = [
  { name: 'baseline', lr: 0.1, depth: 2, end: 'FINISHED' },
  { name: 'deeper', lr: 0.1, depth: 8, end: 'FINISHED' },
  { name: 'diverged', lr: 10, depth: 8, end: 'FAILED' },
] as const
const STEPS = 6

/** The calls of the Python client's fluent API, in its order and with its fields, for one run. */
function train(run: (typeof RUNS)[number], index: number): Exchange[] {
  const id = `{{${run.name}}}`
  const start = T0 + index * 1000
  const named = (what: string) => `${run.name}: ${what}`
  const call = (what: string, path: string, body: Record<string, unknown>) => post(named(what), path, { run_uuid: id, run_id: id, ...body })
  return [
    post(
      named('start'),
      'runs/create',
      {
        experiment_id: '{{exp}}',
        start_time: start,
        run_name: run.name,
        tags: [
          { key: 'mlflow.user', value: 'ann' },
          { key: 'mlflow.source.name', value: 'train.py' },
          { key: 'mlflow.source.type', value: 'LOCAL' },
          { key: 'mlflow.runName', value: run.name },
        ],
      },
      { capture: { [run.name]: 'run.info.run_id' } },
    ),
    call('log params', 'runs/log-batch', {
      metrics: [],
      params: [
        { key: 'lr', value: String(run.lr) },
        { key: 'depth', value: String(run.depth) },
        { key: 'optimizer', value: 'adam' },
      ],
      tags: [],
    }),
    call('log one param', 'runs/log-parameter', { key: 'seed', value: '42' }),
    ...Array.from({ length: STEPS }, (_, step) => [
      call(`loss of step ${step}`, 'runs/log-metric', { key: 'loss', value: run.lr / (step + 1), timestamp: start + step, step }),
      call(`metrics of step ${step}`, 'runs/log-batch', {
        metrics: [
          { key: 'val/acc', value: step / (run.depth + STEPS), timestamp: start + step, step },
          { key: 'val/loss', value: run.name === 'diverged' && step > 2 ? 'NaN' : run.lr / (step + 2), timestamp: start + step, step },
        ],
        params: [],
        tags: [],
      }),
    ]).flat(),
    call('set a tag', 'runs/set-tag', { key: 'stage', value: run.depth > 4 ? 'candidate' : 'reference' }),
    call('note', 'runs/set-tag', { key: 'mlflow.note.content', value: `# ${run.name}\nA *note*.` }),
    send(named('upload'), {
      method: 'PUT',
      path: `/api/2.0/mlflow-artifacts/artifacts/{{exp}}/${id}/artifacts/model/weights.bin`,
      body: { base64: Buffer.from(run.name).toString('base64') },
      headers: { 'content-type': 'application/octet-stream' },
    }),
    get(named('list'), '/api/2.0/mlflow-artifacts/artifacts', { path: `{{exp}}/${id}/artifacts/model` }),
    send(named('download'), { method: 'GET', path: `/api/2.0/mlflow-artifacts/artifacts/{{exp}}/${id}/artifacts/model/weights.bin` }),
    call('end', 'runs/update', { status: run.end, end_time: start + 500 }),
    get(named('read'), 'runs/get', { run_uuid: id, run_id: id }),
    get(named('history of its loss'), 'metrics/get-history', { run_uuid: id, run_id: id, metric_key: 'loss', max_results: 25000 }),
    get(named('history of its accuracy'), 'metrics/get-history', { run_uuid: id, run_id: id, metric_key: 'val/acc', max_results: 25000 }),
  ]
}

const everyRun = RUNS.map(({ name }) => `{{${name}}}`)

/** What the user interface and scripts ask afterwards. */
const look: readonly Exchange[] = [
  post('the best runs', 'runs/search', {
    experiment_ids: ['{{exp}}'],
    filter: "status = 'FINISHED'",
    order_by: ['metrics.`val/acc` DESC'],
    max_results: 10,
  }),
  post('candidates', 'runs/search', { experiment_ids: ['{{exp}}'], filter: "tags.stage = 'candidate' and params.lr != '10'" }),
  post('runs of a user', 'runs/search', {
    experiment_ids: ['{{exp}}'],
    filter: "tags.mlflow.user = 'ann' AND params.optimizer LIKE 'ad%'",
  }),
  post('runs that diverged', 'runs/search', { experiment_ids: ['{{exp}}'], filter: 'metrics.loss > 1', order_by: ['start_time DESC'] }),
  post('a page of the table', '/ajax-api/2.0/mlflow/runs/search', {
    experiment_ids: ['{{exp}}'],
    order_by: ['attributes.start_time DESC'],
    run_view_type: 'ACTIVE_ONLY',
    max_results: 100,
    filter: '',
  }),
  get('the chart of a metric', '/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval', {
    run_ids: everyRun,
    metric_key: 'loss',
    max_results: 320,
  }),
  get('the chart of a metric with NaN', '/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval', {
    run_ids: everyRun,
    metric_key: 'val/loss',
    max_results: 320,
  }),
  get('files of the best', '/ajax-api/2.0/mlflow/artifacts/list', { run_uuid: '{{deeper}}' }),
  get('files of its model', '/ajax-api/2.0/mlflow/artifacts/list', { run_uuid: '{{deeper}}', path: 'model' }),
  post('the list of experiments', '/ajax-api/2.0/mlflow/experiments/search', {
    max_results: 25,
    order_by: ['last_update_time DESC'],
    filter: "name ILIKE '%training%'",
  }),
  get('the experiment', '/ajax-api/2.0/mlflow/experiments/get', { experiment_id: '{{exp}}' }),
  post('rename a run', '/ajax-api/2.0/mlflow/runs/update', { run_uuid: '{{deeper}}', run_name: 'deeper, the best' }),
  get('the renamed run', '/ajax-api/2.0/mlflow/runs/get', { run_uuid: '{{deeper}}' }),
  post('delete the diverged', '/ajax-api/2.0/mlflow/runs/delete', { run_id: '{{diverged}}' }),
  post('what is left', '/ajax-api/2.0/mlflow/runs/search', { experiment_ids: ['{{exp}}'], order_by: ['metrics.loss ASC'] }),
  post('what was deleted', '/ajax-api/2.0/mlflow/runs/search', { experiment_ids: ['{{exp}}'], run_view_type: 'DELETED_ONLY' }),
  post('bring it back', '/ajax-api/2.0/mlflow/runs/restore', { run_id: '{{diverged}}' }),
]

export const training = scenario('a training script and those who look at it', [
  get('is there such an experiment', 'experiments/get-by-name', { experiment_name: 'training' }),
  post('make it', 'experiments/create', { name: 'training', tags: [] }, { capture: { exp: 'experiment_id' } }),
  get('read it', 'experiments/get', { experiment_id: '{{exp}}' }),
  ...RUNS.flatMap(train),
  ...look,
])
