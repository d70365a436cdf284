/** Options of every command that reads a folder. */
export interface ReadingOptions {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Whether files that have not changed are read only once. */
  readonly cache: boolean
}
