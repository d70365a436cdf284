import type { RecordedFile, Run, RunRecord } from '@reprise/protocol'
import { ARTIFACTS } from '../format.ts'
import { compact, encodePath, type Entity, refer, type Reference, referTo, toTime, uniqueById } from './entity.ts'

interface Described {
  readonly run: Run
  readonly record: RunRecord | undefined
  /** Names of members. */
  readonly artifacts: ReadonlySet<string>
  readonly agent: Reference | undefined
}

/** The run as the action that made some files from others, then the entities it speaks of that are no members. */
export function describeAction({ run, record, artifacts, agent }: Described): readonly Entity[] {
  const { info } = run
  const inputs = (record?.inputs ?? []).map((file) => describeFile(file, artifacts))
  const outputs = (record?.outputs ?? []).map((file) => describeFile(file, artifacts))
  const logged = [...artifacts].filter((path) => !/^artifacts\/(?:reprise|environment)\//.test(path)).map((path) => refer(path))
  const results = uniqueById([...outputs.map(referTo), ...logged]).filter(({ '@id': id }) => !inputs.some((input) => input['@id'] === id))
  const command = record?.command.argv.join(' ')
  const instrument = record === undefined ? undefined : describeProgram(record)
  const action = {
    '@id': '#run',
    '@type': 'CreateAction',
    name: info.run_name ?? info.run_id,
    description: command === undefined ? `The run ${info.run_id}.` : `Ran: ${command}`,
    identifier: info.run_id,
    startTime: toTime(info.start_time),
    endTime: toTime(info.end_time),
    actionStatus: statuses[info.status],
    agent: agent && referTo(agent),
    instrument: { '@id': instrument?.['@id'] ?? UNKNOWN },
    object: compact(uniqueById(inputs.map(referTo))),
    result: compact(results),
  }
  const missing = uniqueById([...inputs, ...outputs].filter(({ '@id': id }) => id.startsWith('#')))
  return [action, instrument ?? unknownProgram, ...missing]
}

const UNKNOWN = '#program'
const unknownProgram = {
  '@id': UNKNOWN,
  '@type': 'SoftwareApplication',
  name: 'A program that logged to the run; what it was is not recorded',
}

function describeProgram({ command, code }: RunRecord): Entity & Reference {
  const remote = code?.remotes.find(({ url }) => /^https?:/.test(url))?.url
  return {
    '@id': '#command',
    '@type': 'SoftwareApplication',
    name: command.argv.join(' '),
    url: remote,
    softwareVersion: code?.commit === undefined ? undefined : `${code.commit}${code.uncommitted === true ? ' and changes' : ''}`,
  }
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
