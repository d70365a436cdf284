import { type Command, Option } from 'commander'
import type { World } from '../../command.ts'
import { printScript, type Shell, shells } from './scripts.ts'

const examples = `
Examples:
  reprise completion bash > ~/.local/share/bash-completion/completions/reprise
  reprise completion zsh  > "\${fpath[1]}/_reprise"
  reprise completion fish > ~/.config/fish/completions/reprise.fish
`

/** `reprise completion SHELL`: a script made from the commands themselves. */
export function addCompletionCommand(parent: Command, world: World): void {
  parent
    .command('completion')
    .description('Print a completion script for a shell.')
    .argument('<shell>', shells.join(', '))
    .addHelpText('after', examples)
    .action((shell: string, _options: unknown, command: Command) => {
      if (!(shells as readonly string[]).includes(shell)) command.error(`There is no completion for ${shell}; choose one of ${shells.join(', ')}.`)
      world.write(printScript(shell as Shell, listWords(parent)))
    })
}

/** After which words (joined by blanks) which words may follow. */
export type Words = ReadonlyMap<string, readonly string[]>

function listWords(command: Command, path: readonly string[] = []): Map<string, readonly string[]> {
  const options = command.options.filter((option: Option) => option.long !== undefined).map((option) => option.long ?? '')
  const words = new Map<string, readonly string[]>([[path.join(' '), [...command.commands.map((child) => child.name()), ...options, '--help']]])
  for (const child of command.commands) for (const [key, value] of listWords(child, [...path, child.name()])) words.set(key, value)
  return words
}
