/** What is known of the run that wrote a text: it tells a time of day that passed from a date that was computed. */
export interface Setting {
  /** When the run ran, in milliseconds since 1970. */
  readonly during?: Span | undefined
  /** Absolute folders that are the same place in both runs, under other names; the same number of them on both sides. */
  readonly folders?: readonly string[] | undefined
  /** Ids of the run itself. */
  readonly ids?: readonly string[] | undefined
  /** What the run is called: beside its id, as MLflow prints it, the name says no more than the id. */
  readonly name?: string | undefined
  /** What the run is called, and what the other one is called: programs print the names of their runs. */
  readonly renamed?: { readonly from: string; readonly to: string } | undefined
}

export interface Span {
  readonly from: number
  readonly to: number
}
