import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addDagCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'dag',
    about: 'Draw the stages of the project and what they need.',
    examples: [
      ['reprise dag'],
      ['reprise dag train --dot | dot -Tsvg > pipeline.svg'],
      ['reprise dag --md', 'for a README on a code host'],
    ],
  })
    .argument('[target]', 'a stage or an output: it and what it needs; default: everything')
    .option('--dot', 'for Graphviz')
    .option('--mermaid', 'for Mermaid')
    .option('--md', 'for Mermaid, as a block in Markdown')
    .option('--collapse-foreach-matrix', 'stages of a group as one')
    .option('--full', 'with a target: everything that is connected with it')
    .option('-o, --outs', 'outputs instead of stages')
    .action(inProject(world, { failure: 255 }, async () => (await import('./dag.ts')).printDag))
}
