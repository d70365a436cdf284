import type { HashName } from '../cache/index.ts'
import { isRepositoryImport, type SelectedStage, type StageOut } from '../graph/index.ts'
import type { WantedData } from '../transfers/index.ts'
import { recordedDigest } from '../tracking/out-entry.ts'

/** Data of an output as they are recorded. */
export interface UsedData extends WantedData {
  /** From the root of the project. */
  readonly at: string
  readonly hash: HashName
  /** The remote that the output names; undefined for the one that holds where none is named. */
  readonly remote: string | undefined
  readonly canPush: boolean
  readonly kind: StageOut['kind']
  /** Bytes, where they are recorded. */
  readonly size: number | undefined
  /** A part of the data: paths in the folder that are it, or below it. */
  readonly only: string | undefined
}

/** The cached data of stages; what comes from other repositories is left out, as it is kept there, and what is not recorded yet. */
export function listUsedData(selected: readonly SelectedStage[]): UsedData[] {
  return selected
    .filter(({ stage }) => !isRepositoryImport(stage))
    .flatMap(({ stage, only }) =>
      stage.outs.flatMap((out) => {
        const digest = recordedDigest(out)
        if (!out.cache || out.place !== 'project' || digest === undefined) return []
        if (only !== undefined && only !== out.at && !only.startsWith(`${out.at}/`)) return []
        const part = only === undefined || only === out.at ? undefined : only.slice(out.at.length + 1)
        const includes = part === undefined ? undefined : (path: string): boolean => path === part || path.startsWith(`${part}/`)
        return [{ ...digest, at: out.at, remote: out.remote, canPush: out.push, kind: out.kind, size: sizeOf(out), only: part, includes }]
      }),
    )
}

function sizeOf({ recorded }: StageOut): number | undefined {
  return recorded?.meta.size === undefined ? undefined : Number(recorded.meta.size)
}

/** By remote; the key is undefined where none is named. */
export function byRemote(data: readonly UsedData[]): Map<string | undefined, UsedData[]> {
  return Map.groupBy(data, ({ remote }) => remote)
}
