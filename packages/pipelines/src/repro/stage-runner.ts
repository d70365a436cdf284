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
  /** Takes what the command writes; undefined: it writes to the terminal itself, and can read from it. */
  readonly onOutput: ((stream: 'stdout' | 'stderr', bytes: Buffer) => void) | undefined
}

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** By a signal: its name and number. */
  | { readonly kind: 'killed'; readonly signal: string; readonly number: number }

/**
 * Runs commands of stages: here, or on another machine that sees the same files. What a runner owes:
 *
 * - `run` resolves when the command and what it started in its process group have ended, and its output has been handed over; it rejects only
 *   where the command could not be started.
 * - When the signal aborts, the command is told (SIGINT, SIGTERM, SIGHUP by the reason) and waited for.
 * - Commands that run at once do not mix up their output.
 */
export interface StageRunner {
  run(command: StageCommand, options: RunOptions): Promise<CommandEnd>
  /** Ends at once what still runs; for a process that is about to end. */
  killAll(): void
}
