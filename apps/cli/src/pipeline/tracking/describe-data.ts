import { isAbsolute, join, relative, resolve } from 'node:path'
import type { LockedEntry, Stage } from '@reprise/pipelines'
import type { RecordedData } from '@reprise/protocol'
import type { DatasetDescription } from '@reprise/sdk'

interface Named {
  readonly path: string
  readonly at: string
  readonly place: string
}

/** Data of a stage with their digests, as records tell of them: paths from the root of the code. */
export function describeData(
  named: readonly Named[],
  entries: readonly LockedEntry[],
  { project, root }: { readonly project: string; readonly root: string },
): RecordedData[] {
  return named.map(({ path, at, place }) => {
    const entry = entries.find((one) => one.path === path)
    const digest = entry?.hash.value
    const { size, nfiles } = entry?.meta ?? {}
    return {
      path: place === 'remote' ? at : toRecordedPath(resolve(project, at), root),
      ...(digest === undefined ? {} : { digest }),
      ...(size === undefined ? {} : { size: Number(size) }),
      ...(nfiles === undefined ? {} : { files: Number(nfiles) }),
    }
  })
}

/** Relative to the root of the code; absolute outside of it. */
export function toRecordedPath(path: string, root: string): string {
  return path.startsWith(`${root}/`) ? relative(root, path) : path
}

/** What was recorded of a stage before, as an entry of a lock file. */
export function recordedEntries(data: Stage['deps'] | Stage['outs']): LockedEntry[] {
  return data.flatMap(({ path, recorded }) => (recorded === undefined ? [] : [{ path, ...recorded }]))
}

/** Data as a dataset, told by its path and digest; undefined where that is not known. */
export function toDataset({ path, digest, size, files }: RecordedData, root: string): DatasetDescription | undefined {
  if (digest === undefined) return undefined
  return {
    name: path.slice(0, 500),
    digest,
    source: /^[a-z][\w+.-]*:\/\//i.test(path) || isAbsolute(path) ? path : join(root, path),
    profile: { ...(size === undefined ? {} : { size }), ...(files === undefined ? {} : { num_files: files }) },
  }
}
