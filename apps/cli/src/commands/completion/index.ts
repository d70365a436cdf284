import { Argument, type Command } from 'commander'
import type { World } from '../../command.ts'
import { addCommand } from '../../help/index.ts'
import { printJson } from '../../output/json.ts'
import { listWords } from './list-words.ts'
import { printScript, type Shell, shells } from './scripts.ts'

/** `reprise completion SHELL`: a script made from the commands themselves. */
export function addCompletionCommand(parent: Command, world: World): void {
  addCommand(parent, {
    name: 'completion',
    about: 'Print a completion script for a shell.',
    examples: [
      ['reprise completion bash > ~/.local/share/bash-completion/completions/reprise'],
      ['reprise completion zsh > "${fpath[1]}/_reprise"'],
      ['reprise completion fish > ~/.config/fish/completions/reprise.fish'],
      ['source <(reprise completion bash)', 'for this shell alone'],
    ],
  })
    .addArgument(new Argument('<shell>', 'for which shell').choices(shells))
    .action((shell: Shell, { json }: { json?: boolean }) => {
      const script = printScript(shell, listWords(parent))
      world.write(json === true ? printJson({ shell, script }) : script)
    })
}
