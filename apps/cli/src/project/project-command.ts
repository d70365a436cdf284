import { pathOf, RepriseCommand } from '../help/index.ts'
import { projectExitCodes } from './exit-codes.ts'
import { ProjectFailure } from './project-failure.ts'

/** A command whose wrong usage ends with the exit code of DVC, in its words. */
export class ProjectCommand extends RepriseCommand {
  /** What argparse calls the word that names a command of this one. */
  protected readonly commandWord: string = 'cmd'

  override createCommand(name?: string): RepriseCommand {
    return new ProjectCommand(name)
  }

  override error(message: string): never {
    const [first = '', ...rest] = message.replace(/^error: /, '').split('\n')
    const meant = /\(Did you mean (.*?)\?\)/s.exec(rest.join(' '))?.[1]
    const hint = `${meant === undefined ? '' : `Did you mean ${meant}? `}See: ${pathOf(this)} --help`
    // What is lacking is told before what is too much, as argparse does.
    const lacking = first.startsWith('unknown option ') ? this.#lacking() : []
    const problem = lacking.length > 0 ? `missing required argument '${lacking.join(', ')}'` : first
    throw new ProjectFailure(inWordsOfDvc(problem, this.commandWord), { exitCode: projectExitCodes.usage, hint })
  }

  #lacking(): string[] {
    const given = this.args.filter((word) => !word.startsWith('-')).length
    const required = this.registeredArguments.filter((argument) => argument.required)
    return required.slice(given).map((argument) => argument.name())
  }
}

function inWordsOfDvc(message: string, commandWord: string): string {
  return message
    .replace(/^unknown option '(.*)'$/s, 'unrecognized arguments: $1')
    .replace(/^missing required argument '(.*)'$/s, 'the following arguments are required: $1')
    .replace(/^unknown command '(.*)'$/s, `argument ${commandWord}: invalid choice: '$1'`)
}
