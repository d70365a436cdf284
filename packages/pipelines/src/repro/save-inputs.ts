import type { HashName } from '../cache/index.ts'
import type { HashedOut } from '../checkout/index.ts'
import type { LockedEntry } from '../files/index.ts'
import type { Stage, StageDep, StageParams } from '../graph/index.ts'
import { missingParameters, selectParameters } from '../params/index.ts'
import { RepriseError } from '@reprise/protocol/errors'
import type { Value } from '../python/index.ts'
import { toHashName } from '../status/index.ts'
import { nameOf, type StageWork, warn } from './stage-work.ts'

/** What a stage is run with, as it is recorded. */
export interface StageInputs {
  readonly deps: readonly LockedEntry[]
  readonly params: ReadonlyMap<string, ReadonlyMap<string, Value>>
}

/** Hashes what a stage depends on and reads its parameters. Throws, in DVC's words, for what is not there, unless that is allowed. */
export async function readInputs(
  work: StageWork,
  stage: Stage,
  options: { readonly allowMissing?: boolean | undefined } = {},
): Promise<StageInputs> {
  const deps: LockedEntry[] = []
  for (const dep of stage.deps) {
    const entry = await readDep(work, stage, dep)
    if (entry !== undefined) deps.push(entry)
    else if (options.allowMissing !== true) throw notThere(work, dep)
    else if (dep.recorded !== undefined) deps.push({ path: dep.path, ...dep.recorded })
  }
  const params = new Map<string, ReadonlyMap<string, Value>>()
  for (const one of stage.params) {
    const values = readParams(work, one)
    if (values === undefined && options.allowMissing !== true) throw notThere(work, { ...one, place: 'project' })
    if (values !== undefined) params.set(one.path, values)
  }
  return { deps, params }
}

function notThere(work: StageWork, data: Parameters<typeof nameOf>[1]): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `dependency '${nameOf(work, data)}' does not exist`)
}

async function readDep(work: StageWork, stage: Stage, dep: StageDep): Promise<LockedEntry | undefined> {
  // An import keeps what it has from other repositories and from elsewhere until it is updated.
  if (dep.kind !== 'file' || (dep.place === 'remote' && stage.source.kind !== 'pipeline')) {
    return dep.recorded === undefined
      ? { path: dep.path, hash: { algorithm: 'md5', value: undefined }, meta: {} }
      : { path: dep.path, ...dep.recorded }
  }
  if (dep.place === 'remote') {
    const seen = await work.view.elsewhere(dep)
    return seen === undefined ? undefined : { path: dep.path, ...seen }
  }
  const found = await hashAs(dep.recorded, (hash) => work.view.dep(dep, hash))
  if (found === undefined) return undefined
  if (found.size === 0) await warn(work, stage, `'${nameOf(work, dep)}' is empty.`)
  return toEntry(dep.path, found)
}

/** What was recorded by DVC 2 keeps its kind of digest for as long as it is the same. */
export async function hashAs(
  recorded: StageDep['recorded'],
  look: (hash: HashName) => Promise<HashedOut | undefined>,
): Promise<HashedOut | undefined> {
  const hash = toHashName(recorded)
  const found = await look(hash)
  return found === undefined || hash === 'md5' || found.oid === recorded?.hash.value ? found : look('md5')
}

/** The entry of a lock file. */
export function toEntry(path: string, { hash, oid, size, files, isExecutable }: HashedOut): LockedEntry {
  return {
    path,
    hash: { algorithm: hash, value: oid },
    meta: {
      size: BigInt(size),
      ...(files === undefined ? {} : { nfiles: BigInt(files) }),
      ...(isExecutable ? { isexec: true } : {}),
    },
  }
}

/** Undefined where there is no such file. Throws, in DVC's words, for keys that are not in it. */
function readParams(work: StageWork, { at, keys }: StageParams): ReadonlyMap<string, Value> | undefined {
  const content = work.view.params({ at })
  const name = work.show(at)
  const values = content === undefined ? new Map<string, Value>() : selectParameters(content, keys)
  const missing = missingParameters(keys, values)
  if (missing.length > 0)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Parameters '${missing.join(', ')}' are missing from '${name}'.`)
  return content === undefined ? undefined : values
}
