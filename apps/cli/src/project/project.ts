import type { Repository } from '@reprise/pipelines/repository'
import type { World } from '../command.ts'

/**
 * What a command over data and pipelines works with, and what it owes.
 *
 * - It is a folder in `commands/`, registered in `projectCommands`; `addProjectCommand` gives it its options, `inProject` opens the project and ends it.
 *   What it does stands in a file of its own that is imported when it is asked for, since all commands are loaded for the help.
 * - Words on stdout and stderr, and exit codes, are DVC's: a program that calls `dvc` can call `reprise`. Where DVC names itself, it is `reprise`.
 * - Results go through `print` or, with --json, through `printJson`: one document. What is only good to know goes through `say`.
 * - It throws to fail: the message becomes `ERROR: …` with the exit code that the command declares. `ProjectFailure` is for others.
 *   It answers a number to end with it.
 * - The repository's turn is taken where the command declares `locks`; one that starts programs of the user lets go of it meanwhile.
 * - Files that belong into git and were changed are told to `repository.changes`: they are staged or named at the end.
 * - It stops what takes long when `repository.signal` says so. Whenever it ends, the repository is one with which the next command goes on.
 */
export interface Project extends Voice {
  readonly repository: Repository
  /** Stages or names the files that belong into git. Done when a command ends, unless it has done it: for one that has more to say after that. */
  tellGit(): Promise<void>
}

/** How a command speaks. */
export interface Voice {
  readonly world: World
  readonly isJson: boolean
  readonly isQuiet: boolean
  readonly isVerbose: boolean
  /** A line of what was done, on stdout; nothing with --quiet or --json. */
  say(line: string): void
  /** A result, on stdout, as it is; nothing with --json. */
  print(text: string): void
  /** A result for programs. */
  printJson(value: unknown): void
  /** `WARNING: …` on stderr; nothing with --quiet. */
  warn(message: string): void
  /** `ERROR: …` on stderr, of one thing among others: the command goes on, and says at the end that it failed. */
  complain(message: string): void
  /** Asks on the terminal; where there is none, the answer is no. */
  confirm(question: string): Promise<boolean>
  /** A line that moves, for what takes more than a moment; nothing with --quiet or without a terminal. End it. */
  startProgress(): { show(fraction: number, text: string): void; end(): void }
}

/** What all of these commands take. */
export interface CommonOptions {
  readonly quiet?: number
  readonly verbose?: number
  readonly cd?: string
  readonly waitForLock?: boolean
  readonly json?: boolean
}
