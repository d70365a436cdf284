import type { Client } from '@reprise/client'
import type { World } from '../../command.ts'
import { printTable } from '../../output/table.ts'
import { printDuration, printNumber } from '../../output/values.ts'

const WIDTH = 60
const NINE_LEVELS = ' ▁▂▃▄▅▆▇█'

/** Asks the server what it knows of the run: how it learned, what its seeds did, and how it stands among the others. */
export async function printResults(client: Client, runId: string, world: World): Promise<void> {
  const { run } = await client.getRun({ run_id: runId })
  world.write(`\nval_acc  ${await drawSeries(client, runId, 'val_acc')}\nval_loss ${await drawSeries(client, runId, 'val_loss')}\n\n`)
  const { runs } = await client.searchRuns({
    experiment_ids: [run.info.experiment_id],
    filter: 'metrics.best_acc > 0',
    order_by: ['metrics.best_acc DESC'],
    max_results: 5,
    fields: ['metrics.best_acc', 'metrics.val_loss', 'metrics.recovery_time', 'params.seed'],
  })
  const metric = (one: (typeof runs)[number], key: string): string => {
    const value = one.data?.metrics.find((candidate) => candidate.key === key)?.value
    return value === undefined ? '' : printNumber(value)
  }
  world.write(
    printTable(
      runs,
      [
        { title: 'RUN', value: ({ info }) => info.run_id },
        { title: 'NAME', value: ({ info }) => info.run_name ?? '', giveWay: 2 },
        { title: 'BEST_ACC', value: (one) => metric(one, 'best_acc'), align: 'right' },
        { title: 'VAL_LOSS', value: (one) => metric(one, 'val_loss'), align: 'right' },
        { title: 'RECOVERY', value: (one) => metric(one, 'recovery_time'), align: 'right', giveWay: 1 },
        { title: 'TOOK', value: ({ info }) => printDuration(Number(info.end_time ?? 0) - Number(info.start_time ?? 0)), align: 'right' },
      ],
      world.width,
    ),
  )
  const files = await client.listArtifacts(run.info.artifact_uri ?? '')
  world.write(`\nArtifacts: ${files.map(({ path, isFolder }) => (isFolder ? `${path}/` : path)).join(', ')}\n`)
}

/** A series as one line of bars, from exact buckets. */
async function drawSeries(client: Client, runId: string, key: string): Promise<string> {
  const { runs } = await client.getSeriesBuckets({ run_ids: [runId], metric_key: key, width: WIDTH })
  const means = runs[0]?.mean ?? []
  if (means.length === 0) return '(no points)'
  const low = Math.min(...means)
  const high = Math.max(...means)
  const bars = means.map((mean) => NINE_LEVELS[1 + Math.round(((mean - low) / (high - low || 1)) * 7)])
  return `${bars.join('')}  ${printNumber(low)} … ${printNumber(high)}`
}
