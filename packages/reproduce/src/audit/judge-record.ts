import type { KeptFile, RecordedFile, RunRecord } from '@reprise/protocol'
import { listNotCaptured } from '../not-captured.ts'
import { Obstacle } from '../obstacle.ts'
import { checkRecord } from '../original/check-record.ts'
import type { AuditState, Problem } from './audit.ts'

/** What is known besides the record. */
export interface Surroundings {
  /** What the server has of an artifact that the record names. */
  readonly artifact: (path: string, size: number | undefined) => 'there' | 'missing' | 'other size' | 'not looked at'
  /** What is at the place where the original had a file. */
  readonly original: (file: RecordedFile) => 'same' | 'changed' | 'gone' | 'not looked at'
  /** Whether whoever reproduces has a secret of that name. */
  readonly hasSecret: (name: string) => boolean
}

/** Everything that reproducing a run would lack, the gravest first. Nothing is read: it depends on the record and `surroundings` alone. */
export function judgeRecord(record: RunRecord | undefined, surroundings: Surroundings): Problem[] {
  const checked = checkRecord(record)
  const first: readonly Problem[] =
    checked instanceof Obstacle ? [{ leaves: 'cannot', kind: checked.kind, subject: 'run', why: checked.message }] : []
  if (record === undefined) return [...first]
  const problems = [
    ...first,
    ...judgeCode(record, surroundings),
    ...[...record.code.files, ...record.inputs].flatMap((file) => judgeFile(file, surroundings)),
    ...judgeStdin(record, surroundings),
    ...judgeSecrets(record, surroundings),
    ...listNotCaptured({ ...record, code: { ...record.code, files: [], not_kept: undefined }, inputs: [], outputs: [] }).map(toRemark),
  ]
  return problems.toSorted((a, b) => weigh(b.leaves) - weigh(a.leaves))
}

/** The state that problems leave a run in. */
export function stateOf(problems: readonly Problem[]): AuditState {
  return problems.reduce<AuditState>((state, { leaves }) => (weigh(leaves) > weigh(state) ? leaves : state), 'ready')
}

const weights: Readonly<Record<AuditState, number>> = { ready: 0, needs: 1, unknown: 2, cannot: 3 }

function weigh(state: AuditState): number {
  return weights[state]
}

function judgeCode({ code }: RunRecord, surroundings: Surroundings): Problem[] {
  if (code.kind !== 'GIT') return []
  const { base, changes, tree, submodules, not_kept: why } = code
  const packs = [base, changes].filter((pack) => pack !== undefined)
  // Without the first pack, what the second builds on is in a clone that nobody has here.
  const isKept = tree !== undefined && packs.length > 0 && (base !== undefined || why === undefined)
  return [
    ...(isKept ? [] : [lost('missing code', 'code', why ?? 'no copy was kept')]),
    ...packs.flatMap((pack) => judgePack(pack, pack.artifact, surroundings)),
    ...submodules.flatMap(({ path, pack, not_kept: reason }) =>
      pack === undefined ? [lost('missing code', path, reason ?? 'no copy was kept')] : judgePack(pack, path, surroundings),
    ),
  ]
}

function judgePack({ artifact, size }: KeptFile, subject: string, surroundings: Surroundings): Problem[] {
  const state = surroundings.artifact(artifact, size)
  if (state === 'there') return []
  if (state === 'not looked at') return [notLookedAt(subject)]
  return [lost('missing code', subject, describeArtifact(artifact, state))]
}

function judgeFile(file: RecordedFile, surroundings: Surroundings): Problem[] {
  const { path, kind, sha256, kept, size, not_kept: why } = file
  if (kind !== 'FILE') return []
  if (sha256 === undefined) {
    return [{ leaves: 'ready', kind: 'not captured', subject: path, why: `it has no digest: ${why ?? 'it could not be read'}` }]
  }
  const state = kept === undefined ? undefined : surroundings.artifact(kept, size)
  if (state === 'there') return []
  if (state === 'not looked at') return [notLookedAt(path)]
  const copy = state === undefined ? `no copy was kept${why === undefined ? '' : ` (${why})`}` : describeArtifact(kept ?? '', state)
  return [judgeOriginal(path, copy, surroundings.original(file))]
}

/** A file that only its old place may have. */
function judgeOriginal(subject: string, copy: string, state: ReturnType<Surroundings['original']>): Problem {
  const about = { kind: 'missing data', subject } as const
  if (state === 'same') return { ...about, leaves: 'ready', why: `${copy}; it is unchanged at its place on this machine` }
  if (state === 'gone') return { ...about, leaves: 'cannot', why: `${copy}, and it is no longer at its place` }
  if (state === 'changed') return { ...about, leaves: 'cannot', why: `${copy}, and what is at its place has other bytes` }
  return { ...about, leaves: 'needs', why: `${copy}; it has to be at its place, unchanged` }
}

function judgeStdin({ command: { stdin } }: RunRecord, surroundings: Surroundings): Problem[] {
  const { kind, kept, size, not_kept: why } = stdin
  if (kind === 'NONE' || kind === 'TERMINAL') return []
  if (kept === undefined) {
    // An open pipe of which nothing is known is what most programs are started with, and do not look at.
    return size === undefined || size === 0 ? [] : [lost('missing input', 'standard input', why ?? 'no copy was kept')]
  }
  const state = surroundings.artifact(kept.artifact, kept.size)
  if (state === 'there') return []
  if (state === 'not looked at') return [notLookedAt('standard input')]
  return [lost('missing input', 'standard input', describeArtifact(kept.artifact, state))]
}

const placeholder = /\[secret:([^\]]+)\]/g

function judgeSecrets({ command, environment }: RunRecord, { hasSecret }: Surroundings): Problem[] {
  const words = new Set(command.argv.flatMap((word) => [...word.matchAll(placeholder)].map(([, name = '']) => name)))
  // Of a variable that is named like a secret, the name alone is recorded.
  const named = environment.variables.flatMap(({ name, value, digest }) => (value === undefined && digest === undefined ? [name] : []))
  return [
    ...[...words].filter((name) => !hasSecret(name)).map((name) => secret(name, 'needs', 'it stood in the command and is not recorded')),
    ...named
      .filter((name) => !words.has(name) && !hasSecret(name))
      .map((name) => secret(name, 'ready', 'the variable is not recorded; it is needed if the code names it')),
  ]
}

function secret(subject: string, leaves: AuditState, why: string): Problem {
  return { leaves, kind: 'missing secret', subject, why }
}

function lost(kind: 'missing code' | 'missing input', subject: string, why: string): Problem {
  return { leaves: 'cannot', kind, subject, why }
}

function notLookedAt(subject: string): Problem {
  return { leaves: 'unknown', kind: 'not looked at', subject, why: 'the server did not say whether it has the copy' }
}

function describeArtifact(artifact: string, state: 'missing' | 'other size'): string {
  return state === 'missing' ? `the server no longer has ${artifact}` : `${artifact} has another size than was recorded`
}

function toRemark(line: string): Problem {
  const [subject = '', ...rest] = line.split(': ')
  return { leaves: 'ready', kind: 'not captured', subject, why: rest.join(': ') }
}
