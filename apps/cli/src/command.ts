import type { Command } from 'commander'
import type { Interruption } from './interruption.ts'
import type { Style } from './output/style.ts'
import type { Settings, SettingsReading } from './settings/index.ts'

/** What a command may use of the outside world; nothing else reads it. */
export interface World {
  readonly settings: Settings
  /** Where the settings came from, and what is wrong with them. */
  readonly reading: SettingsReading
  /** Writes to stdout: results only. */
  readonly write: (text: string) => void
  /** Writes a line to stderr: progress, hints, warnings. */
  readonly note: (line: string) => void
  /** Columns of the terminal, 80 when there is none. */
  readonly width: number
  /** Whether stderr is a terminal, where a progress line may move. */
  readonly interactive: boolean
  /** For stdout. */
  readonly style: Style
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds since the process began. */
  readonly uptime: () => number
  readonly interruption: Interruption
}

/** Adds one command, with its options, help and examples, to its parent. */
export type CommandModule = (parent: Command, world: World) => void
