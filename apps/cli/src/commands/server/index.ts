import { type Command, Option } from 'commander'
import type { World } from '../../command.ts'
import { hidePassword } from '../../connect/index.ts'
import { addCommand, parsePort } from '../../help/index.ts'

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent']

/** `reprise server`: the tracking server, until it is stopped. */
export function addServerCommand(parent: Command, world: World): void {
  const { settings } = world
  addCommand(parent, {
    name: 'server',
    about: 'Start the tracking server, for MLflow clients, the SDK and this command. Ctrl-C or SIGTERM stops it.',
    summary: 'Start the tracking server.',
    examples: [
      ['reprise server', 'http://127.0.0.1:5000, with everything in ./reprise-data'],
      ['reprise server --port 8080 --store runs.db'],
      ['reprise server --store postgresql://user@db/reprise --artifacts /srv/artifacts'],
      ['reprise server --artifacts s3://bucket/prefix', 'keys, region and endpoint from the variables that AWS has for them'],
      ['reprise server --host 0.0.0.0 --allowed-hosts ml.lan', 'for other machines, which know it as ml.lan'],
    ],
  })
    .option('--host <address>', 'address to listen on', settings.host)
    .option('--port <number>', 'port to listen on; 0 is any free one', parsePort, Number(settings.port))
    .addOption(
      new Option('--store <place>', 'where runs are kept: a file, or postgresql://…').default(settings.store, hidePassword(settings.store)),
    )
    .option(
      '--artifacts <place>',
      'where artifacts are kept: a folder, or s3://bucket/prefix (default: beside the store)',
      settings.artifacts,
    )
    .option('--allowed-hosts <names>', 'host names by which others may ask it, comma-separated; * is any', settings.allowedHosts)
    .addOption(new Option('--log-level <level>', 'what to log to stderr').choices(levels).default(settings.logLevel))
    .action(async (options) => (await import('./serve.ts')).serve(options, world))
}
