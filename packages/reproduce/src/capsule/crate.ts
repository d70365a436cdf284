import type { RecordedFile, Run, RunRecord } from '@reprise/protocol'
import { ARTIFACTS, CRATE } from './format.ts'
import type { Member } from './zip/write-zip.ts'

interface Described {
  readonly run: Run
  readonly record: RunRecord | undefined
  readonly members: readonly Member[]
}

type Entity = Readonly<Record<string, unknown>>
type Reference = Readonly<{ '@id': string }>

/** RO-Crate 1.1: a data set of all files, and the run as the action that made some from others. */
export function describeCrate({ run, record, members }: Described): Entity {
  const { info } = run
  const name = info.run_name ?? info.run_id
  const artifacts = new Set(members.flatMap(({ path }) => (path.startsWith(ARTIFACTS) ? [path] : [])))
  const inputs = (record?.inputs ?? []).map((file) => describeFile(file, artifacts))
  const outputs = (record?.outputs ?? []).map((file) => describeFile(file, artifacts))
  const logged = [...artifacts].filter((path) => !/^artifacts\/(?:reprise|environment)\//.test(path)).map((path) => refer(path))
  const results = uniqueById([...outputs.map(referTo), ...logged]).filter(({ '@id': id }) => !inputs.some((input) => input['@id'] === id))
  const agent = info.user_id === undefined || info.user_id === '' ? undefined : { '@id': '#agent', '@type': 'Person', name: info.user_id }
  const instrument =
    record === undefined ? undefined : { '@id': '#command', '@type': 'SoftwareApplication', name: record.command.argv.join(' ') }
  const ended = toTime(info.end_time)
  const action = {
    '@id': '#run',
    '@type': 'CreateAction',
    name,
    identifier: info.run_id,
    startTime: toTime(info.start_time),
    endTime: ended,
    actionStatus: statuses[info.status],
    agent: agent && referTo(agent),
    instrument: instrument && referTo(instrument),
    object: uniqueById(inputs.map(referTo)),
    result: results,
  }
  const graph = [
    { '@id': CRATE, '@type': 'CreativeWork', conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' }, about: { '@id': './' } },
    {
      '@id': './',
      '@type': 'Dataset',
      name,
      description: `The run ${info.run_id}: what it was made from, what it logged and what came out.`,
      datePublished: ended ?? toTime(info.start_time) ?? '1970-01-01T00:00:00.000Z',
      hasPart: members.map(({ path }) => refer(path)),
      mentions: { '@id': '#run' },
    },
    ...members.map(({ path, size, sha256 }) => ({
      ...refer(path),
      '@type': 'File',
      name: path,
      contentSize: String(size),
      sha256,
    })),
    action,
    ...[instrument, agent].filter((entity) => entity !== undefined),
    ...uniqueById([...inputs, ...outputs].filter(({ '@id': id }) => id.startsWith('#'))),
  ]
  return { '@context': ['https://w3id.org/ro/crate/1.1/context', { sha256: 'https://schema.org/sha256' }], '@graph': graph }
}

const statuses: Readonly<Record<string, string>> = {
  RUNNING: 'http://schema.org/ActiveActionStatus',
  SCHEDULED: 'http://schema.org/PotentialActionStatus',
  FINISHED: 'http://schema.org/CompletedActionStatus',
  FAILED: 'http://schema.org/FailedActionStatus',
  KILLED: 'http://schema.org/FailedActionStatus',
}

/** A file whose bytes are in the capsule is that member; of another, what is known of it. */
function describeFile({ path, kept, size, sha256 }: RecordedFile, artifacts: ReadonlySet<string>): Entity & Reference {
  if (kept !== undefined && artifacts.has(ARTIFACTS + kept)) return refer(ARTIFACTS + kept)
  const id = `#file/${encodePath(path)}/${sha256 ?? ''}`
  return { '@id': id, '@type': 'CreativeWork', name: path, contentSize: size === undefined ? undefined : String(size), sha256 }
}

function refer(path: string): Reference {
  return { '@id': encodePath(path) }
}

function referTo({ '@id': id }: Reference): Reference {
  return { '@id': id }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function uniqueById<T extends Reference>(entities: readonly T[]): T[] {
  return [...new Map(entities.map((entity) => [entity['@id'], entity])).values()]
}

function toTime(time: number | bigint | undefined): string | undefined {
  const date = new Date(Number(time ?? Number.NaN))
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
