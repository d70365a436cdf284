import { RepriseCommand } from '../help/index.ts'
import { ProjectCommand } from './project-command.ts'

/** The program: what is no command of it ends as with `dvc`, which may be an alias for it. */
export class RootCommand extends ProjectCommand {
  protected override readonly commandWord = 'command'

  override createCommand(name?: string): RepriseCommand {
    return new RepriseCommand(name)
  }
}
