import type { Builder } from './builder.ts'

export interface ExampleRepository {
  readonly name: string
  readonly build: (builder: Builder) => Promise<void>
  /** Where the project is, from the repository; default: the repository itself. */
  readonly project?: string
  /** Default: a project in a repository of git. */
  readonly init?: readonly string[]
  /** What `status --json` says of it; default: nothing. */
  readonly status?: unknown
  /** What `repro` runs again each time. */
  readonly runsAgain?: boolean
  /** Whether nothing of it goes to a remote. */
  readonly isLocal?: boolean
  /** What a pull in a clone brings, beside what is in git; default: all files. */
  readonly lacking?: readonly string[]
}
