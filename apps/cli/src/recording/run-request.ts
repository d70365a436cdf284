export interface Pair {
  readonly key: string
  readonly value: string
}

/** Where a run is recorded, and as what. */
export interface RunRequest {
  readonly trackingUri: string
  readonly name?: string
  readonly experiment?: string
  readonly param?: readonly Pair[]
}
