import { type Command } from 'commander'
import type { World } from '../../command.ts'
import { runDemo } from './run-demo.ts'

const examples = `
Examples:
  npm run demo                                     spirals; the server stays up until Ctrl-C
  npm run demo -- --exit                           for scripts: ends by itself
  npm run demo -- --problem-type moons
`

/** `reprise demo`: a server, a real training tracked live, and what can be asked of it. */
export function addDemoCommand(parent: Command, world: World): void {
  parent
    .command('demo')
    .description('Start a server, train a real network that logs to it, and look at the result.')
    .option('--exit', 'end when everything was shown, instead of leaving the server up')
    .option('--problem-type <name>', 'spirals, moons, clusters or spheres', 'spirals')
    .option('--folder <folder>', 'where runs and artifacts are kept', 'reprise-data/demo')
    .option('--port <number>', 'port of the server; the next free one when it is taken', world.settings.port)
    .addHelpText('after', examples)
    .action((options: DemoOptions) => runDemo(options, world))
}

/** What was asked for on the command line. */
export interface DemoOptions {
  readonly exit?: boolean
  readonly problemType: string
  readonly folder: string
  readonly port: string
}
