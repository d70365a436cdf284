import type { Client } from '@reprise/client'
import { parseRecord, RECORD_PATH, type Run, type RunRecord } from '@reprise/protocol'
import { readArtifact } from '../original/read-artifact.ts'
import { type Audit, type LastVerdict, MOST_PROBLEMS, type Problem } from './audit.ts'
import { concernsServer, saysMissing } from './concerns-server.ts'
import { judgeRecord, stateOf } from './judge-record.ts'
import { lookAtArtifacts } from './look-at-artifacts.ts'
import { lookAtOriginals } from './look-at-originals.ts'

export interface AuditOptions {
  /** Whether inputs of which no copy is kept are read at their old places, on this machine. */
  readonly checksFiles?: boolean
  /** The environment in which secrets are looked for, by name. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Bytes. Several runs are looked at at once, so it is less than reproducing one takes. */
const LARGEST_RECORD = 64 * 2 ** 20

/** Looks at one run: its record, and whether what it names is to be had. Rejects only when the server can not be asked. */
export async function auditRun(client: Client, run: Run, options: AuditOptions = {}): Promise<Audit> {
  const problems = await findProblems(client, run.info.artifact_uri ?? '', options)
  return {
    run: run.info.run_id,
    name: run.info.run_name ?? '',
    state: stateOf(problems),
    problems: problems.slice(0, MOST_PROBLEMS),
    found: problems.length,
    last: readLastVerdict(run),
  }
}

async function findProblems(client: Client, artifactUri: string, { checksFiles = false, env = {} }: AuditOptions): Promise<Problem[]> {
  const read = await readRecord(client, artifactUri)
  if (read !== undefined && 'leaves' in read) return [read]
  const artifact = read === undefined ? undefined : await lookAtArtifacts(client, artifactUri, read)
  const originals = read === undefined || artifact === undefined || !checksFiles ? undefined : await lookAtOriginals(read, artifact)
  return judgeRecord(read, {
    artifact: artifact ?? (() => 'not looked at'),
    original: (file) => originals?.get(file) ?? 'not looked at',
    hasSecret: (name) => Object.hasOwn(env, name) && env[name] !== undefined,
  })
}

/** The record; undefined where there is none; a problem where it can not be read. */
async function readRecord(client: Client, artifactUri: string): Promise<RunRecord | Problem | undefined> {
  const about = { subject: RECORD_PATH }
  let bytes: Uint8Array
  try {
    bytes = await readArtifact(client, { artifactUri, path: RECORD_PATH, most: LARGEST_RECORD })
  } catch (error) {
    if (concernsServer(error)) throw error
    if (saysMissing(error)) return undefined
    return { ...about, leaves: 'unknown', kind: 'not looked at', why: messageOf(error) }
  }
  try {
    return parseRecord(bytes)
  } catch (error) {
    // Whatever it is that was put in its place: the other runs are looked at all the same.
    return { ...about, leaves: 'cannot', kind: 'bad record', why: messageOf(error) }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The verdict that tags of a run name, if any. */
export function readLastVerdict({ data }: Run): LastVerdict | undefined {
  const tag = (name: string): string | undefined => data?.tags.find(({ key }) => key === name)?.value
  const verdict = tag('reprise.verdict')
  return verdict === undefined ? undefined : { verdict, kind: tag('reprise.verdict.kind'), reproduction: tag('reprise.reproduction') }
}
