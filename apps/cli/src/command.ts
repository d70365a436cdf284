import type { Command } from 'commander'
import type { Settings } from './settings/index.ts'

/** What a command may use of the outside world; nothing else reads it. */
export interface World {
  readonly settings: Settings
  /** Writes to stdout: results only. */
  readonly write: (text: string) => void
  /** Writes a line to stderr: progress, hints, warnings. */
  readonly note: (line: string) => void
  /** Columns of the terminal, 80 when there is none. */
  readonly width: number
  /** Whether stderr is a terminal, where a progress line may move. */
  readonly interactive: boolean
  readonly now: () => number
  /** Resolves at the first SIGINT or SIGTERM. */
  readonly interrupted: Promise<void>
}

/** Adds one command, with its options, help and examples, to its parent. */
export type CommandModule = (parent: Command, world: World) => void
