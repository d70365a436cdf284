import type { Command } from 'commander'
import type { World } from '../command.ts'
import { addProjectCommand } from './add-project-command.ts'
import { anywhere } from './in-project.ts'
import { ProjectFailure } from './project-failure.ts'

/** Adds a command that DVC has and this program leaves out by decision: it says what to use here instead, and fails. */
export function addLeftOutCommand(
  parent: Command,
  world: World,
  { name, instead }: { readonly name: string; readonly instead: string },
): void {
  addProjectCommand(parent, {
    name,
    about: `Left out: DVC's \`${name}\` keeps runs in git references; here they are ${instead}`,
    summary: 'Left out: says what to use here.',
    examples: [[`reprise ${name}`]],
  })
    .argument('[words...]', 'whatever DVC takes')
    .allowUnknownOption()
    .action(
      anywhere(world, 255, async () => async () => {
        throw new ProjectFailure(`'${name}' is left out here: use ${instead}`, { exitCode: 255 }, 'NOT_IMPLEMENTED')
      }),
    )
}
