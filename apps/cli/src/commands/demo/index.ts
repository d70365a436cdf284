import { type Command, Option } from 'commander'
import type { World } from '../../command.ts'
import { addCommand, parsePort } from '../../help/index.ts'

const problems = ['spirals', 'moons', 'clusters', 'spheres']

/** `reprise demo`: a server, a real training tracked live, and what can be asked of it. */
export function addDemoCommand(parent: Command, world: World): void {
  addCommand(parent, {
    name: 'demo',
    about: 'Start a server, train a real network that logs to it, and look at the result. In a clone: npm run demo.',
    summary: 'Train a network that logs to a server, and look at it.',
    examples: [
      ['reprise demo', 'the server stays up until Ctrl-C'],
      ['reprise demo --exit', 'for scripts: ends by itself'],
      ['reprise demo --problem-type moons'],
    ],
  })
    .option('--exit', 'end when everything was shown, instead of leaving the server up')
    .addOption(new Option('--problem-type <name>', 'what the network learns').choices(problems).default('spirals'))
    .option('--folder <folder>', 'where runs and artifacts are kept (default: reprise-data/demo, or a new one beside it)')
    .option('--port <number>', 'port of the server; another one when it is taken', parsePort, Number(world.settings.port))
    .action(async (options: DemoOptions) => (await import('./run-demo.ts')).runDemo(options, world))
}

/** What was asked for on the command line. */
export interface DemoOptions {
  readonly exit?: boolean
  readonly problemType: string
  readonly folder?: string
  readonly port: number
  readonly json?: boolean
}
