import type { ArtifactEntry, Client } from '@reprise/client'
import type { Experiment, Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printField } from '../../output/run-field.ts'
import { printTable } from '../../output/table.ts'
import { printBytes, printDuration, printNumber, printTime } from '../../output/values.ts'

type Pair = readonly [name: string, value: string]

/** Prints everything about one run. */
export async function showRun(given: string, options: ConnectionOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const { run } = await client.getRun({ run_id: await findRunId(client, given) })
    if (options.json === true) return world.write(printJson({ run }))
    const { experiment } = await client.getExperiment({ experiment_id: run.info.experiment_id })
    const files = await listFiles(client, run, world)
    const sections = [['', aboutOf(run, experiment)], ...sectionsOf(run), ['Artifacts', files.map(toPair)]] as const
    for (const [title, pairs] of sections) {
      if (pairs.length === 0) continue
      world.write(`${title === '' ? '' : `\n${world.style.bold(title)}\n`}${printPairs(pairs, world.width)}`)
    }
  })
}

/** Artifacts that can not be listed leave the rest of the run to be shown; those that are kept elsewhere are not asked for. */
async function listFiles(client: Client, { info }: Run, world: World): Promise<ArtifactEntry[]> {
  if (info.artifact_uri?.startsWith('mlflow-artifacts:') !== true) return []
  return client.listArtifacts(info.artifact_uri).catch((error: unknown) => {
    world.note(`The artifacts can not be listed: ${error instanceof Error ? error.message : String(error)}`)
    return []
  })
}

function toPair({ path, isFolder, size }: ArtifactEntry): Pair {
  return [isFolder ? `${path}/` : path, size === undefined ? '' : printBytes(size)]
}

function aboutOf(run: Run, { experiment_id: id, name }: Experiment): Pair[] {
  const { info } = run
  const end = info.end_time
  return [
    ['run', info.run_id],
    ['name', info.run_name ?? ''],
    ['experiment', `${name} (${id})`],
    ['status', info.lifecycle_stage === 'active' ? info.status : `${info.status} (${info.lifecycle_stage})`],
    ['started', printTime(info.start_time)],
    ...(end === undefined ? [] : [['took', printDuration(Number(end) - Number(info.start_time ?? end))] as const]),
    ...verdictOf(run),
    ['artifacts', info.artifact_uri ?? ''],
  ]
}

/** What `reprise reproduce` said of the run, if it was asked. */
function verdictOf(run: Run): Pair[] {
  const verdict = printField(run, 'verdict')
  const kind = printField(run, 'tags.reprise.verdict.kind')
  return verdict === '' ? [] : [['verdict', kind === '' || kind === 'identical' ? verdict : `${verdict} (${kind})`]]
}

function sectionsOf({ data, inputs }: Run): (readonly [string, readonly Pair[]])[] {
  return [
    ['Params', (data?.params ?? []).map(({ key, value }) => [key, value ?? ''])],
    ['Metrics (latest)', (data?.metrics ?? []).map(({ key, value, step }) => [key, `${printNumber(value)}  at step ${step ?? 0}`])],
    ['Tags', (data?.tags ?? []).map(({ key, value }) => [key, value ?? ''])],
    ['Datasets', (inputs?.dataset_inputs ?? []).map(({ dataset }) => [dataset.name, `${dataset.digest}  ${dataset.source}`])],
  ]
}

function printPairs(pairs: readonly Pair[], width: number): string {
  const columns = [
    { title: '', value: ([name]: Pair) => name, giveWay: 1, narrowest: 24 },
    { title: '', value: ([, value]: Pair) => value, giveWay: 2, narrowest: 12 },
  ]
  return printTable(pairs, columns, { width: width - 2 }).text.replace(/^(?=.)/gm, '  ')
}
