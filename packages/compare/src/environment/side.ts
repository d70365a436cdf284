import type { RecordedEnvironment, RecordedPackage } from '@reprise/protocol'

/** An environment, as far as it is known. */
export interface EnvironmentSide {
  /** The contents of system_info.json. */
  readonly system: unknown
  /** Absent where nobody listed them. */
  readonly packages?: readonly RecordedPackage[]
  /** Absent where only those are known that system_info.json shows. */
  readonly variables?: RecordedEnvironment['variables']
  /** Of the digests of variables. */
  readonly salt?: string | undefined
}

/** One thing that two sides say differently; undefined where a side has none. */
export interface Change {
  /** `cpu.model_name`, `commit_sha`, the name of a variable. */
  readonly subject: string
  readonly a: string | undefined
  readonly b: string | undefined
}

/** What became of a package: REBUILT has the same version and other files, EDITED files that were changed where they are installed. */
export type PackageChangeKind = 'ADDED' | 'REMOVED' | 'VERSION' | 'REBUILT' | 'EDITED' | 'SOURCE'

export interface PackageChange extends Change {
  readonly kind: PackageChangeKind
  readonly ecosystem: string
}

/** Every difference between two environments, side A first. */
export interface EnvironmentDifference {
  /** Version, implementation and compiler. */
  readonly python: readonly Change[]
  readonly packages: readonly PackageChange[]
  /** Ecosystems (`python`, `conda`) of which only one side has a list, so that nothing can be said. */
  readonly unknownPackages: readonly string[]
  readonly system: readonly Change[]
  /** Instructions that only one of the processors knows. */
  readonly cpuFlags: { readonly onlyInA: readonly string[]; readonly onlyInB: readonly string[] }
  readonly variables: readonly Change[]
  /** Variables that both have, and of which the digests have different salts. */
  readonly unknownVariables: number
  readonly git: readonly Change[]
  /** Whether there is no difference at all. What is unknown is none. */
  readonly areSame: boolean
}
