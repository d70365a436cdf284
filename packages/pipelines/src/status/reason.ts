import type { ParameterState } from '../params/index.ts'
import type { Value } from '../python/index.ts'

/** Why a stage is not as it was recorded. Paths are told from the user's folder; digests are whole. */
export type Reason =
  | {
      readonly kind: 'dep'
      readonly path: string
      readonly state: 'deleted' | 'modified' | 'update available'
      readonly old: string | undefined
      readonly new: string | undefined
    }
  | {
      readonly kind: 'out'
      readonly path: string
      readonly state: 'not in cache' | 'deleted' | 'modified'
      readonly old: string | undefined
      readonly new: string | undefined
    }
  | {
      readonly kind: 'param'
      /** The parameter file. */
      readonly path: string
      /** Undefined where it is said of the whole file: it is not there, or nothing of it was recorded. */
      readonly key: string | undefined
      readonly state: ParameterState
      readonly old: Value | undefined
      readonly new: Value | undefined
    }
  | { readonly kind: 'command'; readonly old: Value; readonly new: Value }
  /** The definition of a `.dvc` file is another than the one that was run. */
  | { readonly kind: 'checksum'; readonly old: string | undefined; readonly new: string | undefined }
  | { readonly kind: 'always' }
