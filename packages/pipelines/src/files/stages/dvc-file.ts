import { isMapping, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import { dumpYaml, editYaml } from '../../yaml/index.ts'
import { dvcFileSchema } from '../schema/schemas.ts'
import { loadChecked } from '../schema/validate.ts'
import { compact, mappings, optional, parseDep, parseOut, printDep, printOut, text, type DepEntry, type OutEntry } from './entries.ts'

/** A `.dvc` file: data that is tracked, or imported. */
export interface DvcFile {
  /** Digest of the stage itself, of imports. */
  readonly md5?: string
  readonly desc?: string
  readonly cmd?: Value
  /** Working folder, from the folder of the file. */
  readonly wdir?: string
  readonly frozen: boolean
  readonly alwaysChanged: boolean
  readonly deps: readonly DepEntry[]
  readonly outs: readonly OutEntry[]
  readonly meta?: Value
}

/** @throws RepriseError INVALID_PARAMETER_VALUE that names the file, the keys and the line */
export function parseDvcFile(source: string, file: string): DvcFile {
  const raw = loadChecked(source, file, dvcFileSchema)
  const md5 = raw.get('md5') ?? ''
  return {
    ...optional('md5', md5 === '' ? undefined : str(md5).toLowerCase()),
    ...optional('desc', text(raw, 'desc')),
    ...optional('cmd', raw.get('cmd') ?? undefined),
    ...optional('wdir', text(raw, 'wdir')),
    frozen: raw.get('frozen') === true || raw.get('locked') === true,
    alwaysChanged: raw.get('always_changed') === true,
    deps: mappings(raw, 'deps').map(parseDep),
    outs: mappings(raw, 'outs').map(parseOut),
    ...optional('meta', raw.get('meta')),
  }
}

/** What the file holds, keys in the order of DVC; what is empty or false is left out. */
function toDvcDocument(file: DvcFile): Mapping {
  const wdir = file.wdir === '.' || file.wdir === '' ? undefined : file.wdir
  return compact([
    ['desc', file.desc || undefined],
    ['md5', file.md5],
    ['cmd', file.cmd],
    ['wdir', wdir],
    ['frozen', file.frozen ? true : undefined],
    ['deps', file.deps.length > 0 ? file.deps.map(printDep) : undefined],
    ['outs', file.outs.length > 0 ? file.outs.map(printOut) : undefined],
    ['always_changed', file.alwaysChanged ? true : undefined],
    ['meta', isEmpty(file.meta) ? undefined : file.meta],
  ])
}

/** The text of a `.dvc` file; edited from `previous`, where there is one, so that its comments stay. */
export function printDvcFile(file: DvcFile, previous?: { readonly text: string; readonly file: string }): string {
  const document = toDvcDocument(file)
  return previous === undefined ? dumpYaml(document) : editYaml(previous.text, document, previous.file)
}

/** Keys that the digest of a stage leaves out, at any depth. */
const undigested = new Set(['desc', 'type', 'labels', 'meta', 'locked', 'frozen', 'metric', 'persist', 'isexec', 'size', 'nfiles'])

/** What the `md5:` of an import is taken over, as `json.dumps(…, sort_keys=True)`. */
export function toDigestedDocument(file: DvcFile): Mapping {
  return leaveOut(new Map([...toDvcDocument(file)].filter(([key]) => key !== 'md5')), undigested) as Mapping
}

/** A value without the named keys of its mappings, at any depth. */
export function leaveOut(value: Value, keys: ReadonlySet<string>): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => leaveOut(item, keys))
  if (!isMapping(value)) return value
  const result = new Map<Scalar, Value>()
  for (const [key, member] of value) if (typeof key !== 'string' || !keys.has(key)) result.set(key, leaveOut(member, keys))
  return result
}

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === null || (isMapping(value) && value.size === 0)
}
