/** What was installed, or why not. */
export interface Installed {
  readonly argv: readonly string[]
  /** Undefined where it failed. */
  readonly variables?: Readonly<Record<string, string>>
  readonly isLocked: boolean
  readonly notes: readonly string[]
}
