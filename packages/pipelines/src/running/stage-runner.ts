/** One command of a stage: a line, or an item of a list. */
export interface StageCommand {
  /** How the stage is named. */
  readonly address: string
  /** For a shell. */
  readonly command: string
  /** Absolute. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface RunOptions {
  /** Its reason is the signal that is passed on to the command, which may take its time to end. */
  readonly signal: AbortSignal
  /** Takes what the command writes, and is waited for before more is read; undefined: it writes to the terminal itself, and can read from it. */
  readonly onOutput: ((stream: 'stdout' | 'stderr', bytes: Buffer) => void | Promise<void>) | undefined
  /** Whether the command may read from our standard input, where it is given an `onOutput`; on other machines there is none. */
  readonly readsInput?: boolean | undefined
  /** Is told the number of the process, where it is one of this machine. */
  readonly onStart?: ((pid: number) => void) | undefined
}

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** By a signal: its name and number. */
  | { readonly kind: 'killed'; readonly signal: string; readonly number: number }

/**
 * Runs commands of stages: here, or on another machine that sees the same files under the same paths. What a runner owes:
 *
 * - `run` resolves when the command has ended and its output has been handed over. It rejects where the command could not be started, and where its end
 *   can not be known, since the engine that runs it was lost or lost it: what is not known to have succeeded has failed.
 * - A command runs at most once, whatever the engine does; when it is lost, what is left of it has been told to end.
 * - When the signal aborts, the command is told (SIGINT, SIGTERM, SIGHUP by the reason) and waited for.
 * - When this process dies, commands elsewhere are ended within minutes.
 * - Commands that run at once do not mix up their output.
 */
export interface StageRunner extends AsyncDisposable {
  /** Whether commands can write to our terminal by themselves, and read from it. Where they can not, `run` is given an `onOutput`. */
  readonly hasTerminal: boolean
  run(command: StageCommand, options: RunOptions): Promise<CommandEnd>
  /** Ends at once what still runs; for a process that is about to end. */
  killAll(): void
}

/** What a runner is made from. */
export interface RunnerSurroundings {
  /** Folder of the project for what is needed for a while, absolute; the machines that run commands see it as well. */
  readonly temporary: string
  readonly isTerminal: boolean
  /** What the user has set for this runner: a table of reprise.toml. */
  readonly settings: Readonly<Record<string, unknown>>
  /** How the settings are told of: `[runners.slurm] of reprise.toml`. */
  readonly source: string
  /** The folder that paths in the settings count from. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Is told of commands on this machine that a process which was killed left running, before they are ended; where it is not given, they are left alone. */
  readonly onLeft?: ((address: string, pid: number) => void) | undefined
}

/** Opens a runner. Throws INVALID_PARAMETER_VALUE for settings that it can not use, and TEMPORARILY_UNAVAILABLE where its engine does not answer. */
export type OpenRunner = (surroundings: RunnerSurroundings) => Promise<StageRunner>
