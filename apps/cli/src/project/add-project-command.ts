import type { Command } from 'commander'
import { addExamples, type CommandText } from '../help/index.ts'
import { ProjectCommand } from './project-command.ts'

const HELP_GROUP = 'Data and pipelines:'

/** Adds a command over data and pipelines, with the options that all of them take. */
export function addProjectCommand(parent: Command, text: CommandText): Command {
  return addProjectGroup(parent, text)
    .option('-q, --quiet', 'say nothing but errors', increase)
    .option('-v, --verbose', 'say more', increase)
    .option('--cd <path>', 'do it in another folder')
    .option('--wait-for-lock', 'wait while another process works on the project, instead of three seconds')
    .option('--json', 'print JSON, errors too')
}

/** Adds a command that only holds others. */
export function addProjectGroup(parent: Command, { name, about, summary = '', examples, isDefault = false }: CommandText): Command {
  const command = new ProjectCommand(name).copyInheritedSettings(parent).description(about).summary(summary).helpCommand(false)
  parent.addCommand(command, { isDefault })
  if (parent.parent === null) command.helpGroup(HELP_GROUP)
  return addExamples(command, examples)
}

function increase(_value: unknown, before: number | undefined): number {
  return (before ?? 0) + 1
}
