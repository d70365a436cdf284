import { type Command, InvalidArgumentError } from 'commander'
import type { World } from '../../command.ts'
import { serve, type ServeOptions } from './serve.ts'

const examples = `
Examples:
  reprise server                                        http://127.0.0.1:5000, kept in ./reprise-data
  reprise server --port 8080 --store runs.db            another port, another file
  reprise server --store postgresql://user@db/reprise   PostgreSQL
  reprise server --host 0.0.0.0 --allowed-hosts ml.lan  for other machines, under that name
`

/** `reprise server`: the tracking server, until it is interrupted. */
export function addServerCommand(parent: Command, world: World): void {
  const { settings } = world
  parent
    .command('server')
    .description('Start the tracking server that MLflow clients, the SDK and this command talk to.')
    .option('--host <address>', 'address to listen on', settings.host)
    .option('--port <number>', 'port to listen on; 0 is any free one', parsePort, parsePort(settings.port))
    .option('--store <place>', 'where runs are kept: a file, or postgresql://…', settings.store)
    .option('--artifacts <folder>', 'where artifacts are kept (default: beside the store)', settings.artifacts)
    .option('--allowed-hosts <names>', 'host names, comma-separated, by which others may ask it', settings.allowedHosts)
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', settings.logLevel)
    .addHelpText('after', examples)
    .action((options: ServeOptions) => serve(options, world))
}

function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text.trim() !== '') return port
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}
