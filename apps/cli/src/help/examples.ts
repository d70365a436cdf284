import type { Command } from 'commander'

/** A command line as it is typed, and what it is for. */
export type Example = readonly [line: string, about?: string]

const examplesOf = new WeakMap<Command, readonly Example[]>()

/** Gives a command its examples: they end its help, and the reference shows them. */
export function addExamples(command: Command, examples: readonly Example[]): Command {
  examplesOf.set(command, examples)
  return command.addHelpText('after', `\nExamples:\n${printExamples(examples, '  ')}`)
}

export function readExamples(command: Command): readonly Example[] {
  return examplesOf.get(command) ?? []
}

/** What it is for stands above the line, as a comment of the shell. */
export function printExamples(examples: readonly Example[], indent = ''): string {
  return examples.map(([line, about]) => `${about === undefined ? '' : `${indent}# ${about}\n`}${indent}${line}\n`).join('')
}
