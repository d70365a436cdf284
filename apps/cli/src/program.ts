import type { Command } from 'commander'
import type { World } from './command.ts'
import { commands } from './commands/index.ts'
import { addExamples, type Example } from './help/examples.ts'
import { addHelpCommand } from './help/help-command.ts'
import { helpTexts } from './help/index.ts'
import { RootCommand } from './project/root-command.ts'
import { productVersion } from './version.ts'

/** Commands that must work when the settings do not. */
const withoutSettings: ReadonlySet<string> = new Set(['doctor', 'completion'])

/**
 * The command line, ready to parse: all of it, or the one command that it is known to be for. Wrong usage throws a UsageError; help and version
 * throw a CommanderError when they are done.
 */
export async function createProgram(world: World, only?: string): Promise<Command> {
  const program = new RootCommand('reprise')
    .description('Experiment tracking and reproducibility: every run you log can be run again, and judged.')
    .version(productVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain it')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: world.write,
      writeErr: (text) => world.note(text.trimEnd()),
      getOutHelpWidth: () => world.width,
      getErrHelpWidth: () => world.width,
    })
    .configureHelp({ ...helpTexts, styleTitle: world.style.bold })
    .hook('preAction', (_program, command) => {
      const [problem] = world.reading.problems
      if (withoutSettings.has(command.name())) return
      if (problem !== undefined) throw problem
      for (const key of world.reading.unknownKeys) world.note(`${key} is no setting: see reprise doctor.`)
    })
  const modules = await Promise.all(commandsFor(only).map((load) => load()))
  for (const add of [...new Set(modules), addHelpCommand]) add(program, world)
  return addExamples(program, examples).addHelpText('after', settingsText)
}

/** All where it is not known which one is meant, and for the help; none for the version. */
function commandsFor(only: string | undefined): readonly (typeof commands)[string][] {
  if (only === '--version' || only === '-V') return []
  const named = only !== undefined && Object.hasOwn(commands, only) ? commands[only] : undefined
  return named === undefined ? Object.values(commands) : [named]
}

const settingsText = `
What is not given as an option comes from REPRISE_… and MLFLOW_… variables, then
from reprise.toml: \`reprise doctor\` shows what is set, and where.`

const examples: readonly Example[] = [
  ['reprise server', 'a server on this machine, with its data in ./reprise-data'],
  ['export MLFLOW_TRACKING_URI=http://127.0.0.1:5000; python train.py', 'an unmodified MLflow script logs to it'],
  ['reprise runs list', 'what was logged'],
]
