import type { RecordedFile, RecordedPackage, RunRecord } from '@reprise/protocol'
import { compareArguments } from './compare-arguments.ts'
import { compareSystems } from './compare-systems.ts'
import type { CauseKind, RecordedDifference, RecordPart } from './difference.ts'

/** Everything that two runs were made from, and that their records say differently. What only one of them could record is left out. */
export function compareRecords(a: RunRecord, b: RunRecord): RecordedDifference[] {
  return [
    ...compareCode(a, b),
    ...compareInputs(a, b),
    ...comparePackages(a, b),
    ...compareInterpreters(a, b),
    ...compareVariables(a, b),
    ...compareCommands(a, b),
    ...compareSystems(a.environment.system, b.environment.system),
  ]
}

function compareCode({ code: a }: RunRecord, { code: b }: RunRecord): RecordedDifference[] {
  if (a.kind !== b.kind) return []
  const trees = a.tree === undefined || b.tree === undefined ? [] : differ('tree', ['code', 'tree'], [a.tree, b.tree])
  return [...trees, ...compareFiles('code', 'code', [a.files, b.files])]
}

function compareInputs({ inputs: a, code: codeA }: RunRecord, { inputs: b, code: codeB }: RunRecord): RecordedDifference[] {
  return compareFiles('inputs', 'data', [a.map((file) => relativeTo(codeA.root, file)), b.map((file) => relativeTo(codeB.root, file))])
}

/** What lies below the root of one run lies below another root in the other. */
function relativeTo(root: string, file: RecordedFile): RecordedFile {
  return file.path.startsWith(`${root}/`) ? { ...file, path: file.path.slice(root.length + 1) } : file
}

function compareFiles(
  part: RecordPart,
  kind: CauseKind,
  [a, b]: readonly [readonly RecordedFile[], readonly RecordedFile[]],
): RecordedDifference[] {
  const others = new Map(b.map((file) => [file.path, file]))
  return a.flatMap((file) => {
    const other = others.get(file.path)
    if (file.sha256 === undefined || other?.sha256 === undefined) return []
    return differ(part, [kind, file.path], [file.sha256.slice(0, 12), other.sha256.slice(0, 12)])
  })
}

function comparePackages({ environment: a }: RunRecord, { environment: b }: RunRecord): RecordedDifference[] {
  const [first, second] = [byName(a.packages), byName(b.packages)]
  if (first.size === 0 || second.size === 0) return []
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((name) => {
    const [left, right] = [first.get(name), second.get(name)]
    const isUnused = left?.is_used === false || (left === undefined && right?.is_used === false)
    return differ('package', ['package', name], describePackages(left, right)).map((difference) => ({
      ...difference,
      ...(isUnused ? { isUnused } : {}),
    }))
  })
}

/** Versions; fingerprints only where those are the same. */
function describePackages(
  a: RecordedPackage | undefined,
  b: RecordedPackage | undefined,
): readonly [string | undefined, string | undefined] {
  if (a === undefined || b === undefined || a.version !== b.version) return [a?.version, b?.version]
  if (a.edited.join() !== b.edited.join()) return [describeEdits(a), describeEdits(b)]
  if (a.fingerprint === undefined || b.fingerprint === undefined) return [a.version, a.version]
  return [`${a.version} (${a.fingerprint.slice(0, 12)})`, `${b.version} (${b.fingerprint.slice(0, 12)})`]
}

function describeEdits({ version, edited }: RecordedPackage): string {
  return edited.length === 0 ? `${version} as installed` : `${version} with edits in ${edited.slice(0, 3).join(', ')}`
}

function byName(packages: readonly RecordedPackage[]): Map<string, RecordedPackage> {
  return new Map(packages.map((item) => [item.name, item]))
}

function compareInterpreters({ environment: a }: RunRecord, { environment: b }: RunRecord): RecordedDifference[] {
  return a.interpreters.flatMap((interpreter) => {
    const other = b.interpreters.find(({ language }) => language === interpreter.language)
    if (other === undefined) return []
    return differ('interpreter', ['interpreter', interpreter.language], [describe(interpreter), describe(other)])
  })

  function describe({ implementation, version }: { readonly implementation?: string | undefined; readonly version: string }): string {
    return implementation === undefined ? version : `${implementation} ${version}`
  }
}

/** Digests of values have a salt each: they say something only where that is the same. Secrets are known by their names alone. */
function compareVariables({ environment: a }: RunRecord, { environment: b }: RunRecord): RecordedDifference[] {
  if (a.variables.length === 0 || b.variables.length === 0) return []
  const [own, others] = [a, b].map(({ variables }) => new Map(variables.map((variable) => [variable.name, variable]))) as [
    Variables,
    Variables,
  ]
  const sameSalt = a.salt !== undefined && a.salt === b.salt
  return [...new Set([...own.keys(), ...others.keys()])].flatMap((name) => {
    if (isPassing(name)) return []
    const [left, right] = [own.get(name), others.get(name)]
    if (left?.value !== undefined && right?.value !== undefined)
      return differ('variable', [kindOfVariable(name), name], [left.value, right.value])
    if (left === undefined || right === undefined)
      return [{ part: 'variable', kind: kindOfVariable(name), subject: name, a: describeVariable(left), b: describeVariable(right) }]
    if (!sameSalt || left.digest === right.digest) return []
    return [{ part: 'variable', kind: kindOfVariable(name), subject: name, a: 'one value', b: 'another value' }]
  })
}

type Variables = Map<string, RunRecord['environment']['variables'][number]>

function describeVariable(variable: RunRecord['environment']['variables'][number] | undefined): string | undefined {
  return variable === undefined ? undefined : (variable.value ?? 'set to a value that is not recorded')
}

/** Variables that say where a run is logged, and those that any two shells have differently. */
function isPassing(name: string): boolean {
  return /^(?:REPRISE_\w+|MLFLOW_(?:RUN_ID|TRACKING_\w+|EXPERIMENT_\w+)|PWD|OLDPWD|SHLVL|_|PATH|HOME|USER|LOGNAME|TERM|TMPDIR|HOSTNAME|LS_COLORS|LINES|COLUMNS|DISPLAY|COLORTERM|SSH_\w+|XDG_\w+|DBUS_\w+|npm_\w+|NODE_COMPILE_CACHE|VIRTUAL_ENV|INIT_CWD|EDITOR)$/.test(
    name,
  )
}

/** What a variable is known to change. */
export function kindOfVariable(name: string): CauseKind {
  if (
    /^(?:NPY_(?:DISABLE|ENABLE)_CPU_FEATURES|OPENBLAS_CORETYPE|MKL_(?:ENABLE_INSTRUCTIONS|CBWR)|ATEN_CPU_CAPABILITY|GLIBC_TUNABLES)$/.test(
      name,
    )
  )
    return 'cpu'
  if (/(?:NUM_THREADS|_THREADS$|^OMP_|^MKL_|^OPENBLAS_|^UV_THREADPOOL_SIZE$)/.test(name)) return 'threads'
  if (/SEED$|^PYTHONHASHSEED$/.test(name)) return 'seed'
  return /^(?:TZ|SOURCE_DATE_EPOCH)$/.test(name) ? 'time' : 'environment'
}

function compareCommands({ command: a }: RunRecord, { command: b }: RunRecord): RecordedDifference[] {
  return [
    ...compareArguments(a.argv, b.argv).map(({ kind, subject, a: left, b: right }): RecordedDifference => ({
      part: 'argv',
      kind,
      subject,
      a: left.length === 0 ? undefined : left.join(' '),
      b: right.length === 0 ? undefined : right.join(' '),
    })),
    ...differ('folder', ['environment', 'working folder'], [a.folder, b.folder]),
    ...(a.stdin.sha256 === undefined || b.stdin.sha256 === undefined
      ? []
      : differ('stdin', ['data', 'standard input'], [a.stdin.sha256.slice(0, 12), b.stdin.sha256.slice(0, 12)])),
  ]
}

function differ(
  part: RecordPart,
  [kind, subject]: readonly [CauseKind, string],
  [a, b]: readonly [string | undefined, string | undefined],
): RecordedDifference[] {
  return a === b ? [] : [{ part, kind, subject, a, b }]
}
