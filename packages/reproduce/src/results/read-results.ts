import type { Client } from '@reprise/client'
import type { SeriesPoint } from '@reprise/compare'
import type { RecordedStage, RunRecord } from '@reprise/protocol'
import { ORIGINAL } from '../capsule/import/tags.ts'
import type { RecordedRun } from '../original/read-original.ts'
import { readArtifact } from '../original/read-artifact.ts'
import { describeSetting, type RunSetting } from './pair-settings.ts'
import { keptOutput, loggedArtifact, outputBeside, outputOnDisk, outputSince, type ResultFile } from './result-file.ts'

/** Everything that a run left and that can be held against another. */
export interface RunResults {
  readonly metrics: ReadonlyMap<string, readonly SeriesPoint[]>
  readonly params: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, ResultFile>
  readonly stdout: { readonly sha256: string; readonly size: number; readonly text: () => Promise<Uint8Array | undefined> } | undefined
  /** `exit code 0`, `SIGKILL`; undefined where it is not known. */
  readonly ending: string | undefined
  /** Of a pipeline: what each of its stages left, in their order. Then there is nothing else to hold against another run. */
  readonly stages?: ReadonlyMap<string, StageResults>
  /** What tells times and folders of the run from those that it computed; absent where there is no record. */
  readonly setting?: RunSetting | undefined
}

/** What a stage left: as its own run has it, or only by the digests of its outputs. */
export interface StageResults {
  readonly stage: RecordedStage
  readonly own: RunResults | undefined
  readonly files: RunResults['files']
}

export interface ResultsOptions {
  /** The restored root, where the outputs of a repeat still are. */
  readonly root?: string | undefined
  /** Where a repeat put what the original put outside of its tree. */
  readonly beside?: readonly { readonly path: string; readonly file: string }[]
}

const PAGE = 25_000
const AT_ONCE = 4
const LARGEST_LOG = 64 * 2 ** 20

/** Reads what a run left. Bytes are fetched only when they are asked for. */
export async function readResults(
  client: Client,
  { id, run, artifactUri, record }: Omit<RecordedRun, 'record'> & { readonly record: RunRecord | undefined },
  { root, beside = [] }: ResultsOptions = {},
): Promise<RunResults> {
  const keys = (run.data?.metrics ?? []).map(({ key }) => key)
  const metrics = new Map<string, SeriesPoint[]>()
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    await Promise.all(keys.slice(at, at + AT_ONCE).map(async (key) => metrics.set(key, await readSeries(client, id, key))))
  }
  const own = root === undefined || record === undefined ? undefined : sharedFolder(root, record.code.root)
  const outputs = (record?.outputs ?? [])
    .filter(({ path }) => own === undefined || !path.startsWith(`${own}/`))
    .map((file) => (root === undefined ? keptOutput(client, artifactUri, file) : outputOnDisk(root, file)))
  const startedAt = record?.command.started_at ?? Infinity
  const neighbours = await Promise.all(
    beside.map(async ({ path, file }) => (await outputBeside(path, file)) ?? outputSince(path, startedAt)),
  )
  const artifacts = await listLogged(client, artifactUri, record)
  const { outcome } = record ?? {}
  const ids = [id, ...(run.data?.tags ?? []).flatMap(({ key, value = '' }) => (key === ORIGINAL && value !== '' ? [value] : []))]
  return {
    setting: record === undefined ? undefined : describeSetting({ ids, name: run.info.run_name }, record),
    metrics,
    params: new Map((run.data?.params ?? []).map(({ key, value }) => [key, value ?? ''])),
    files: new Map(
      [...outputs, ...neighbours.flatMap((file) => file ?? []), ...artifacts].map((file) => [`${file.kind} ${file.name}`, file]),
    ),
    stdout:
      outcome === undefined
        ? undefined
        : {
            sha256: outcome.stdout.sha256,
            size: outcome.stdout.size,
            text: async () =>
              outcome.stdout.kept === undefined
                ? undefined
                : readArtifact(client, { artifactUri, path: outcome.stdout.kept.artifact, most: LARGEST_LOG }),
          },
    ending:
      outcome === undefined
        ? undefined
        : (outcome.signal ?? (outcome.exit_code === undefined ? undefined : `exit code ${outcome.exit_code}`)),
  }
}

/** The folder that two folders lie in: of a repeat where it ran and where it was put aside, that of the repeats, whose names nobody has seen before. */
function sharedFolder(a: string, b: string): string {
  const others = b.split('/')
  const parts = a.split('/')
  const end = parts.findIndex((part, index) => part !== others[index])
  return end === -1 ? a : parts.slice(0, end).join('/')
}

async function readSeries(client: Client, id: string, key: string): Promise<SeriesPoint[]> {
  const points: SeriesPoint[] = []
  let token: string | undefined
  do {
    const page = await client.getMetricHistory({ run_id: id, metric_key: key, max_results: PAGE, page_token: token })
    for (const { step = 0, value } of page.metrics) points.push({ step, value })
    token = page.next_page_token
  } while (token !== undefined)
  return points
}

/** Artifacts that are not part of the record, nor a copy of an output. */
async function listLogged(client: Client, artifactUri: string, record: RunRecord | undefined): Promise<ResultFile[]> {
  if (!artifactUri.startsWith('mlflow-artifacts:')) return []
  const kept = new Set([
    ...(record?.inputs ?? []).flatMap(({ kept: path }) => path ?? []),
    ...(record?.outputs ?? []).flatMap(({ kept: path }) => path ?? []),
    ...[record?.outcome?.stdout.kept, record?.outcome?.stderr.kept].flatMap((file) => file?.artifact ?? []),
  ])
  const found: ResultFile[] = []
  const folders = ['']
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const { path, isFolder, size = 0 } of await client.listArtifacts(artifactUri, folder)) {
      if (path === 'reprise' || path.startsWith('reprise/')) continue
      // What `reprise run` writes beside the record: the environment in the form that other tools read.
      if (record !== undefined && folder === '' && isFolder && path === 'environment') continue
      if (isFolder) folders.push(path)
      else if (!kept.has(path)) found.push(loggedArtifact(client, artifactUri, { path, size }))
    }
  }
  return found
}
