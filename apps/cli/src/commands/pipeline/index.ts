import type { Command } from 'commander'
import type { CommandModule } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup, type CommandText, parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

/** `reprise pipeline …`: what a server knows of pipelines. */
export const addPipelineCommand: CommandModule = (parent, world) => {
  const group = addGroup(parent, {
    name: 'pipeline',
    about:
      'Publish what the pipeline of a project is like to the server: stages, what is stale and why, data, metrics. And look at what was published.',
    summary: 'Publish the state of a pipeline, and look at it.',
    examples: [['reprise pipeline publish'], ['reprise pipeline show ada/spirals'], ['reprise pipeline states ada/spirals']],
  })
  const command = (text: CommandText): Command => addConnectionOptions(addCommand(group, text), world)
  addConnectionOptions(
    addProjectCommand(group, {
      name: 'publish',
      about:
        'Tell the server what the pipeline is like now, with the commit that is checked out. The same state is one record, however often it is published.',
      summary: 'Tell the server what the pipeline is like now.',
      examples: [
        ['reprise pipeline publish', "named after git's remote, such as ada/spirals, or the folder"],
        ['reprise pipeline publish --name spirals --tracking-uri http://ml.lan:5000'],
      ],
    }),
    world,
  )
    .option('--name <project>', "what the project is called (default: owner and name of git's remote, or the folder)")
    .action(inProject(world, { failure: 255 }, async () => (await import('./publish.ts')).publish))
  command({
    name: 'list',
    about: 'List the pipelines that were published, the last one first.',
    examples: [['reprise pipeline list'], ['reprise pipeline list -n 200 --json']],
  })
    .option('-n, --max-results <number>', 'how many at most', parseCount, 50)
    .action(async (options) => (await import('./list.ts')).listPipelines(options, world))
  command({
    name: 'states',
    about: 'List what a pipeline was like, the state that was published last first. The newest 200 are kept.',
    examples: [['reprise pipeline states ada/spirals'], ['reprise pipeline states ada/spirals -n 5 --json']],
  })
    .argument('<project>', 'its name')
    .option('-n, --max-results <number>', 'how many at most', parseCount, 20)
    .action(async (project: string, options) => (await import('./list.ts')).listStates(project, options, world))
  command({
    name: 'show',
    about: 'Show what a pipeline is like: its stages, and what is stale and why.',
    examples: [['reprise pipeline show ada/spirals'], ['reprise pipeline show ada/spirals --state 1f0c6d3e --json', 'an earlier one']],
  })
    .argument('<project>', 'its name')
    .option('--state <id>', 'a state, or the beginning of its id (default: the last)')
    .action(async (project: string, options) => (await import('./show.ts')).showPipeline(project, options, world))
  command({
    name: 'delete',
    about: 'Forget a pipeline with all its states, or one of them. For good; it asks first.',
    examples: [['reprise pipeline delete ada/spirals'], ['reprise pipeline delete ada/spirals --state 1f0c6d3e --yes']],
  })
    .argument('<project>', 'its name')
    .option('--state <id>', 'only this state, or the one whose id begins like this')
    .option('-y, --yes', 'without asking')
    .action(async (project: string, options) => (await import('./delete.ts')).deletePipeline(project, options, world))
}
