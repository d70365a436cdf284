import type { Client } from '@reprise/client'
import type { Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printCount, printDuration, printNumber } from '../../output/values.ts'
import { printField } from '../../output/run-field.ts'
import { drawSparkline } from './sparkline.ts'

const LABEL = 10
const RANGE = 24
const CHART_CELLS = 60
const series = ['val_acc', 'val_loss'] as const
const MOST_RUNS = 5

/** What the server answered about a training that is done. */
export interface Results {
  readonly run: Run
  readonly charts: readonly { readonly key: string; readonly means: readonly number[] }[]
  readonly best: readonly Run[]
  readonly files: readonly string[]
  readonly json: Readonly<Record<string, unknown>>
}

/** Asks for the run, for two series in as many exact buckets as fit, for the best runs and for the artifacts. */
export async function readResults(client: Client, runId: string, width: number): Promise<Results> {
  const { run } = await client.getRun({ run_id: runId })
  const cells = Math.max(10, Math.min(CHART_CELLS, width - LABEL - RANGE))
  const charts = await Promise.all(
    series.map(async (key) => {
      const { runs } = await client.getSeriesBuckets({ run_ids: [runId], metric_key: key, width: cells })
      return { key, means: runs[0]?.mean ?? [] }
    }),
  )
  const { runs: best } = await client.searchRuns({
    experiment_ids: [run.info.experiment_id],
    filter: 'metrics.best_acc > 0',
    order_by: ['metrics.best_acc DESC', 'metrics.val_loss ASC'],
    max_results: MOST_RUNS,
    fields: ['metrics.best_acc', 'metrics.val_loss', 'metrics.recovery_time', 'params.seed'],
  })
  const entries = await client.listArtifacts(run.info.artifact_uri ?? '')
  const files = entries.map(({ path, isFolder }) => (isFolder ? `${path}/` : path))
  return { run, charts, best, files, json: { run, best: best.map(({ info }) => info.run_id), artifacts: files } }
}

export function describeResults({ run, charts, best, files }: Results, { width, style }: World): string {
  const germination = run.data?.tags.find(({ key }) => key === 'first_germination')?.value
  const lines = [
    '',
    style.bold('What the server knows about it'),
    ...charts.map(({ key, means }) => `  ${key.padEnd(LABEL)}${drawSparkline(means)}  ${rangeOf(means)}`),
    ...(germination === undefined ? [] : [`  first seed germinated: ${germination}`]),
    `  ${printCount(run.data?.metrics.length ?? 0, 'metric')}, ${printCount(run.data?.params.length ?? 0, 'param')}, artifacts: ${files.join(' ')}`,
    '',
    style.bold(`Best runs on ${printField(run, 'params.problem_type')}`),
  ]
  const { text } = printTable(best, columns, { width: width - 2 })
  return `${lines.join('\n')}\n${text.replace(/^(?=.)/gm, '  ')}`
}

const columns: readonly Column<Run>[] = [
  { title: 'RUN', value: ({ info }) => info.run_id },
  { title: 'SEED', value: (run) => printField(run, 'params.seed'), align: 'right', giveWay: 1 },
  { title: 'BEST_ACC', value: (run) => printField(run, 'metrics.best_acc'), align: 'right' },
  { title: 'VAL_LOSS', value: (run) => printField(run, 'metrics.val_loss'), align: 'right', giveWay: 3 },
  {
    title: 'TOOK',
    value: ({ info }) => printDuration(Number(info.end_time ?? 0) - Number(info.start_time ?? 0)),
    align: 'right',
    giveWay: 2,
  },
]

function rangeOf(means: readonly number[]): string {
  if (means.length === 0) return '(no points)'
  return `${shorten(Math.min(...means))} … ${shorten(Math.max(...means))}`
}

function shorten(value: number): string {
  return printNumber(Number(value.toPrecision(3)))
}
