import type { Command } from 'commander'
import { addExamples } from './examples.ts'

/** `reprise help runs list`, for those who do not think of --help. */
export function addHelpCommand(program: Command): void {
  const help = program
    .command('help')
    .description('Explain a command.')
    .argument('[command...]', 'such as runs list')
    .action((names: string[]) => {
      let command = program
      for (const name of names) {
        const next = command.commands.find((candidate) => candidate.name() === name)
        if (next === undefined) return command.error(`error: unknown command '${name}'`)
        command = next
      }
      command.outputHelp()
    })
  addExamples(help, [['reprise help runs list']])
}
