import type { CommandModule } from '../../command.ts'
import { addCommand, parseCount } from '../../help/index.ts'

export const addWorkerCommand: CommandModule = (parent, world) => {
  addCommand(parent, {
    name: 'worker',
    about:
      'Run commands of pipelines that `reprise repro --runner bullmq` puts into a queue. It has to see the same files under the same paths. ' +
      'Ctrl-C has it take no more and wait for what runs; a second one ends that.',
    summary: 'Run commands of pipelines from a queue.',
    examples: [
      ['reprise worker --redis redis://queue.lan:6379', 'one command at a time, of projects in this folder'],
      ['reprise worker --jobs 4 --root /shared/projects'],
    ],
  })
    .option('--redis <url>', 'where the queue is; default: REPRISE_REDIS_URL, then `url` of [runners.bullmq], then this machine')
    .option('--queue <name>', 'which queue; default: `queue` of [runners.bullmq], then reprise-stages')
    .option('-j, --jobs <number>', 'commands that run at once', parseCount, 1)
    .option('--root <folder>', 'only commands of projects in it are run; default: the current folder')
    .action(async (options) => (await import('./worker.ts')).work(options, world))
}
