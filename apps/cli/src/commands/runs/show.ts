import type { Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { connect, type ConnectionOptions } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printTable } from '../../output/table.ts'
import { printDuration, printNumber, printTime } from '../../output/values.ts'

/** Prints everything about one run. */
export async function showRun(id: string, options: ConnectionOptions, world: World): Promise<void> {
  const { client, json } = connect(options, world)
  const { run } = await client.getRun({ run_id: id })
  if (json) return world.write(printJson({ run }))
  for (const [title, rows] of sectionsOf(run)) {
    if (rows.length === 0) continue
    world.write(`${title === '' ? '' : `\n${title}\n`}${indent(printPairs(rows, world.width - 2))}`)
  }
}

type Pair = readonly [name: string, value: string]

function sectionsOf({ info, data, inputs }: Run): [string, Pair[]][] {
  const end = info.end_time
  const about: Pair[] = [
    ['run', info.run_id],
    ['name', info.run_name ?? ''],
    ['experiment', info.experiment_id],
    ['status', info.lifecycle_stage === 'active' ? info.status : `${info.status} (${info.lifecycle_stage})`],
    ['started', printTime(info.start_time)],
    ...(end === undefined ? [] : [['took', printDuration(Number(end) - Number(info.start_time ?? end))] as const]),
    ['artifacts', info.artifact_uri ?? ''],
  ]
  return [
    ['', about],
    ['Params', (data?.params ?? []).map(({ key, value }) => [key, value ?? ''] as const)],
    ['Metrics (latest)', (data?.metrics ?? []).map(({ key, value, step }) => [key, `${printNumber(value)}  at step ${step ?? 0}`] as const)],
    ['Tags', (data?.tags ?? []).map(({ key, value }) => [key, value ?? ''] as const)],
    ['Datasets', (inputs?.dataset_inputs ?? []).map(({ dataset }) => [dataset.name, `${dataset.digest}  ${dataset.source}`] as const)],
  ]
}

function printPairs(pairs: readonly Pair[], width: number): string {
  const columns = [
    { title: '', value: ([name]: Pair) => name },
    { title: '', value: ([, value]: Pair) => value, giveWay: 1 },
  ]
  return printTable(pairs, columns, width).replace(/^.*\n/, '')
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
