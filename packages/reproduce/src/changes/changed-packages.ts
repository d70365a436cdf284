import { existsSync } from 'node:fs'
import { compareRecords } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'
import { captureAt } from '../explain/python/capture-at.ts'
import { programOf } from '../explain/python/find-python.ts'
import type { RestoreContext } from '../restore/context.ts'
import type { ChangedSince } from './changed-since.ts'
import type { Places } from './find-changes.ts'

/** Packages that are other in the environment of the original. Looked up only where the repeat ran in another one. */
export async function findChangedPackages(record: RunRecord, { here, root }: Places, context: RestoreContext): Promise<ChangedSince[]> {
  const own = record.environment.interpreters.find(({ language }) => language === 'python')
  if (own?.prefix === undefined) return []
  const program = programOf(own)
  if (!existsSync(program)) return [{ kind: 'interpreter', subject: own.prefix, evidence: 'is no longer there' }]
  const other = here.environment.interpreters.find(({ language }) => language === 'python')
  const now = other?.prefix === own.prefix ? here.environment : await captureAt(program, root, context)
  const changes = compareRecords(
    { ...record, environment: { ...record.environment, variables: [], system: null } },
    { ...record, environment: { ...now, variables: [], system: null } },
  )
  return changes
    .filter(({ part, isUnused }) => (part === 'package' || part === 'interpreter') && isUnused !== true)
    .map(({ kind, subject, a, b }) => ({
      kind,
      subject,
      evidence: `was ${a ?? 'not there'} in ${own.prefix ?? ''}, and is ${b ?? 'not there'} now`,
    }))
}
