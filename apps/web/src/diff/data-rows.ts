import type { Run, RunRecord } from '@reprise/protocol'

/** A file or dataset as two runs had it. */
export interface DataRow {
  readonly name: string
  /** Digests; undefined where a run has no such thing. */
  readonly a: string | undefined
  readonly b: string | undefined
}

/** Datasets that two runs were told to read, by name. */
export function datasetRows(a: Run, b: Run): DataRow[] {
  return rowsBetween(datasetsOf(a), datasetsOf(b))
}

/** Files that two runs read, below the root of their code where they lie there. */
export function inputRows(a: RunRecord, b: RunRecord): DataRow[] {
  return rowsBetween(inputsOf(a), inputsOf(b))
}

function datasetsOf({ inputs }: Run): Map<string, string> {
  return new Map((inputs?.dataset_inputs ?? []).map(({ dataset }) => [dataset.name, dataset.digest]))
}

function inputsOf({ inputs, code }: RunRecord): Map<string, string> {
  const files = inputs.filter(({ kind, is_listed: isListed }) => kind === 'FILE' && isListed !== true)
  return new Map(
    files.map(({ path, sha256 }) => [path.startsWith(`${code.root}/`) ? path.slice(code.root.length + 1) : path, sha256 ?? 'not known']),
  )
}

function rowsBetween(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): DataRow[] {
  const names = [...new Set([...a.keys(), ...b.keys()])].toSorted()
  return names.map((name) => ({ name, a: a.get(name), b: b.get(name) }))
}
