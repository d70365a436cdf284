import type { Command } from 'commander'
import type { World } from '../command.ts'
import { addProjectCommand } from './add-project-command.ts'
import { anywhere } from './in-project.ts'
import { ProjectFailure } from './project-failure.ts'

/** Adds a command that DVC has and this program leaves out by decision: it says what to use here instead, and fails. */
export function addLeftOutCommand(
  parent: Command,
  world: World,
  { name, why, instead }: { readonly name: string; readonly why: string; readonly instead: string },
): void {
  const command = addProjectCommand(parent, {
    name,
    about: `Left out, since ${why}. Use ${instead}`,
    summary: 'Says what to use here.',
    examples: [[`reprise ${name}`]],
  })
  command
    .helpGroup("DVC's commands that are left out:")
    .argument('[words...]', 'whatever DVC takes')
    .allowUnknownOption()
    .action(
      anywhere(world, 255, async () => async () => {
        throw new ProjectFailure(`'${name}' is left out here: use ${instead}`, { exitCode: 255 }, 'NOT_IMPLEMENTED')
      }),
    )
}
