import type { Command } from 'commander'
import type { CommandModule } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup, type CommandText, parseCount } from '../../help/index.ts'

/** `reprise hooks …`: who is told of what happens to runs. */
export const addHooksCommand: CommandModule = (parent, world) => {
  const group = addGroup(parent, {
    name: 'hooks',
    about:
      'Webhooks: addresses that the server tells when a run starts, finishes, fails or is killed, whoever logged it. What a receiver does not take is sent again.',
    summary: 'Tell other programs what happens to runs.',
    examples: [
      ['reprise hooks create alerts https://example.org/hook --on failed --secret-file secret.txt'],
      ['reprise hooks test alerts'],
      ['reprise hooks deliveries alerts --state failed'],
    ],
  })
  const command = (text: CommandText): Command => addConnectionOptions(addCommand(group, text), world)
  const withInterest = (made: Command): Command =>
    made
      .option('--on <events>', 'started, finished, failed, killed or all, comma-separated; or names such as run.failed')
      .option('--experiment <id or name>', 'only runs of this experiment; again for more', collect)
      .option('--filter <filter>', "only runs that this filter of `reprise runs search` matches: params.procedure_name = 'close-issue'")
      .option('--description <text>', 'what it is for')
      .option('--secret-file <file>', 'file with the secret that what is sent is signed with; - is stdin')
      .option('--disabled', 'told nothing for now')
  command({
    name: 'list',
    about: 'List the webhooks of the server, the newest first.',
    examples: [['reprise hooks list'], ['reprise hooks list --json']],
  }).action(async (options) => (await import('./list.ts')).listHooks(options, world))
  withInterest(
    command({
      name: 'create',
      about: 'Have an address told what happens to runs.',
      examples: [
        ['reprise hooks create alerts https://example.org/hook --on failed,killed'],
        ['reprise hooks create closed http://ci.lan/done --on finished --filter "params.procedure_name = \'close-issue\'"'],
        ['pwgen 40 1 | reprise hooks create signed https://example.org/hook --on all --secret-file -'],
      ],
    })
      .argument('<name>', 'letters, digits, dots, underscores and hyphens')
      .argument('<url>', 'http or https'),
  ).action(async (name: string, url: string, options) => (await import('./create.ts')).createHook(name, url, options, world))
  command({
    name: 'show',
    about: 'Show a webhook, and what waits for it.',
    examples: [['reprise hooks show alerts'], ['reprise hooks show alerts --json']],
  })
    .argument('<hook>', 'its name or id')
    .action(async (hook: string, options) => (await import('./show.ts')).showHook(hook, options, world))
  withInterest(
    command({
      name: 'update',
      about: 'Change a webhook. What is not named stays as it is.',
      examples: [
        ['reprise hooks update alerts --url https://example.org/other'],
        ['reprise hooks update alerts --on all --all-experiments --filter ""'],
        ['reprise hooks update alerts --disabled', 'and --enabled again'],
      ],
    }).argument('<hook>', 'its name or id'),
  )
    .option('--name <name>', 'a new name')
    .option('--url <url>', 'a new address, also for what waits')
    .option('--all-experiments', 'runs of all experiments again')
    .option('--enabled', 'told again')
    .option('--no-secret', 'nothing is signed any more')
    .action(async (hook: string, options) => (await import('./create.ts')).updateHook(hook, options, world))
  command({
    name: 'delete',
    about: 'Delete a webhook, with all that waits to be sent to it. It asks first.',
    examples: [['reprise hooks delete alerts'], ['reprise hooks delete alerts --yes']],
  })
    .argument('<hook>', 'its name or id')
    .option('-y, --yes', 'without asking')
    .action(async (hook: string, options) => (await import('./delete.ts')).deleteHook(hook, options, world))
  command({
    name: 'test',
    about: 'Send a webhook an example now, once, and show what it answers. Fails when it does not answer below 400.',
    examples: [['reprise hooks test alerts'], ['reprise hooks test alerts --on failed --json']],
  })
    .argument('<hook>', 'its name or id')
    .option('--on <event>', 'what it is told (default: the first it asked for)')
    .action(async (hook: string, options) => (await import('./test.ts')).testHook(hook, options, world))
  command({
    name: 'deliveries',
    about: 'List what was sent, is to be sent, or was given up; the newest first.',
    examples: [
      ['reprise hooks deliveries'],
      ['reprise hooks deliveries alerts --state failed -n 20'],
      ['reprise hooks deliveries --run 0a1b2c --json'],
    ],
  })
    .argument('[hook]', 'only of this webhook, by name or id')
    .option('--state <state>', 'only pending, delivered, failed or filtered')
    .option('--run <id>', 'only of this run')
    .option('-n, --max-results <number>', 'how many at most', parseCount, 50)
    .action(async (hook: string | undefined, options) => (await import('./deliveries.ts')).listHookDeliveries(hook, options, world))
  command({
    name: 'redeliver',
    about: 'Send again what was given up: all of a webhook, or one delivery. One that was delivered goes out under a new id.',
    examples: [['reprise hooks redeliver alerts'], ['reprise hooks redeliver --delivery 0f3c…']],
  })
    .argument('[hook]', 'all of this webhook that were given up, by name or id')
    .option('--delivery <id>', 'one delivery')
    .action(async (hook: string | undefined, options) => (await import('./redeliver.ts')).redeliverHook(hook, options, world))
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value]
}
