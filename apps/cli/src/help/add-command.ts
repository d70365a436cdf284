import type { Command } from 'commander'
import { addExamples, type Example } from './examples.ts'

/** What every command says of itself. */
export interface CommandText {
  readonly name: string
  /** One sentence. */
  readonly about: string
  /** For the list of commands, where `about` is long. */
  readonly summary?: string
  readonly examples: readonly Example[]
  /** Of a group: whether this is the command when none is named. */
  readonly isDefault?: boolean
}

/** Adds a command that does something: it explains itself with examples, and takes --json. */
export function addCommand(parent: Command, text: CommandText): Command {
  return addGroup(parent, text).option('--json', 'print JSON, errors too')
}

/** Adds a command that only holds others. */
export function addGroup(parent: Command, { name, about, summary = '', examples, isDefault = false }: CommandText): Command {
  return addExamples(parent.command(name, { isDefault }).description(about).summary(summary).helpCommand(false), examples)
}
