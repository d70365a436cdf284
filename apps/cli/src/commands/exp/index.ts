import type { CommandModule } from '../../command.ts'
import { addLeftOutCommand } from '../../project/index.ts'

export const addExpCommand: CommandModule = (parent, world) => {
  addLeftOutCommand(parent, world, {
    name: 'exp',
    instead:
      'runs: `reprise repro` and `reprise run` record each one, `reprise runs list` and `reprise runs compare` show them; `reprise sweep` tries many values.',
  })
}
