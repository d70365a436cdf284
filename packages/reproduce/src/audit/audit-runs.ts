import type { Client } from '@reprise/client'
import type { Run } from '@reprise/protocol'
import type { Audit } from './audit.ts'
import { type AuditOptions, auditRun } from './audit-run.ts'
import { listOriginals, type RunSelection } from './list-originals.ts'

/** Runs that are looked at at once. */
const WIDTH = 4

/** Looks at the runs of an experiment, the newest first; takes the memory of a page, however many there are. */
export async function* auditRuns(
  client: Client,
  { experiment, filter, ...options }: RunSelection & AuditOptions,
): AsyncGenerator<Audit, void, undefined> {
  let group: Run[] = []
  const look = (): Promise<Audit[]> => Promise.all(group.map((run) => auditRun(client, run, options)))
  for await (const run of listOriginals(client, { experiment, ...(filter === undefined ? {} : { filter }) })) {
    group.push(run)
    if (group.length < WIDTH) continue
    yield* await look()
    group = []
  }
  yield* await look()
}
