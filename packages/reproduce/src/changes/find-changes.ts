import type { RunRecord } from '@reprise/protocol'
import type { RestoreContext } from '../restore/context.ts'
import type { ChangedSince } from './changed-since.ts'
import { findChangedCode } from './changed-code.ts'
import { findChangedFiles } from './changed-files.ts'
import { findChangedPackages } from './changed-packages.ts'

/** Changes that are named one by one. */
const MOST = 50

/** Where things are, and what repeating the run ran in. */
export interface Places {
  /** The restored code, with its repository. */
  readonly root: string
  /** Record of the repeat. */
  readonly here: RunRecord
}

/**
 * What the run was made from, and is other or gone in its old place. Only what was recorded is looked at, sizes and times first, so that it
 * takes little time; large files that only look the same are taken for the same. Never rejects, and says nothing of the result.
 */
export async function findChanges(record: RunRecord, places: Places, context: RestoreContext): Promise<ChangedSince[]> {
  const found = await Promise.all([
    findChangedCode(record, places, context).catch(() => []),
    findChangedFiles(record).catch(() => []),
    findChangedPackages(record, places, context).catch(() => []),
  ])
  // What the run itself wrote is other by its own doing.
  const isWritten = findWritten(record)
  const all = found.flat().filter(({ subject }) => !isWritten(subject))
  return all.length <= MOST
    ? all
    : [
        ...all.slice(0, MOST),
        { kind: all[MOST]?.kind ?? 'code', subject: `${all.length - MOST} more`, evidence: 'have changed since, too' },
      ]
}

function findWritten({ outputs, pipeline, stage }: RunRecord): (path: string) => boolean {
  const written = new Set(outputs.map(({ path }) => path))
  const made = (pipeline?.stages ?? []).flatMap(({ command, outs }) => (command === undefined ? [] : outs.map(({ path }) => path)))
  return (path) =>
    written.has(path) ||
    ((pipeline ?? stage) !== undefined && ofPipelines.test(path)) ||
    made.some((out) => path === out || path.startsWith(`${out}/`))
}

/** What `repro` writes beside the outputs of stages. */
const ofPipelines = /(?:^|\/)(?:dvc\.lock|\.gitignore)$/

const MOST_NOTES = 10

/** What notes say of them. */
export function describeChanges(changes: readonly ChangedSince[]): string[] {
  const rest = changes.length - MOST_NOTES
  return [
    ...changes
      .slice(0, MOST_NOTES)
      .map(({ kind, subject, evidence }) => `${subject} ${evidence}; ${used[kind] ?? 'the recorded one was asked for'}`),
    ...(rest > 0 ? [`${rest} more things of the original have changed since`] : []),
  ]
}

const used: Readonly<Record<string, string>> = { data: 'the recorded copy was used', code: 'the recorded code was used' }
