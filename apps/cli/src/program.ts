import { Command } from 'commander'
import type { World } from './command.ts'
import { commands } from './commands/index.ts'
import { productVersion } from './version.ts'

/** The whole command line, ready to parse. Wrong usage throws a CommanderError instead of ending the process. */
export function createProgram(world: World): Command {
  const program = new Command('reprise')
    .description('Experiment tracking and reproducibility: every run you log can be run again, and judged.')
    .version(productVersion)
    .exitOverride()
    .showHelpAfterError('(add --help for what it takes)')
    .configureOutput({ writeOut: world.write, writeErr: (text) => world.note(text.trimEnd()) })
  for (const add of commands) add(program, world)
  return program
}
