import { Command } from 'commander'
import { UsageError } from '../failure.ts'
import { pathOf } from './help-texts.ts'

/** A command whose wrong usage is an error like any other: thrown, and told in one line. */
export class RepriseCommand extends Command {
  override createCommand(name?: string): RepriseCommand {
    return new RepriseCommand(name)
  }

  override error(message: string): never {
    const [first = '', ...rest] = message.replace(/^error: /, '').split('\n')
    const suggestion = /\(Did you mean (.*?)\?\)/s.exec(rest.join(' '))?.[1]
    const hint = `${suggestion === undefined ? '' : `Did you mean ${suggestion}? `}See: ${pathOf(this)} --help`
    throw new UsageError(first, hint)
  }
}
