import type { Command } from 'commander'
import type { CommandModule } from '../../command.ts'
import { addProjectCommand, addProjectGroup, anywhere, inProject } from '../../project/index.ts'

export const addPlotsCommand: CommandModule = (parent, world) => {
  const plots = addProjectGroup(parent, {
    name: 'plots',
    about: 'Draw results, of one commit or of several together.',
    examples: [['reprise plots show'], ['reprise plots diff main']],
  })
  const show = addProjectCommand(plots, {
    name: 'show',
    about: 'Draw plots into one HTML file.',
    examples: [['reprise plots show'], ['reprise plots show loss.csv -x epoch -y loss'], ['reprise plots show --json']],
  }).argument('[targets...]', 'files, or plots of dvc.yaml; default: all plots')
  addPlotOptions(show).action(inProject(world, { failure: 1 }, async () => (await import('./show.ts')).showPlots))

  const diff = addProjectCommand(plots, {
    name: 'diff',
    about: 'Draw plots of several commits over each other.',
    examples: [['reprise plots diff', 'the work tree and the last commit'], ['reprise plots diff v1 v2 main --targets loss.csv']],
  })
    .argument('[revisions...]', 'commits; one is compared with the work tree')
    .option('--targets [paths...]', 'files, or plots of dvc.yaml; default: all plots')
  addPlotOptions(diff).action(inProject(world, { failure: 1 }, async () => (await import('./diff.ts')).diffPlots))

  const modify = addProjectCommand(plots, {
    name: 'modify',
    about: 'Write into dvc.yaml how an output of a stage is drawn; it becomes a plot.',
    examples: [['reprise plots modify loss.csv -x epoch -y loss --template smooth'], ['reprise plots modify loss.csv --unset title']],
  })
    .argument('<target>', 'an output of a stage')
    .option('--unset <properties...>', 'properties that go')
  addPropertyOptions(modify).action(inProject(world, { failure: 255, locks: true }, async () => (await import('./modify.ts')).modifyPlot))

  addProjectCommand(plots, {
    name: 'templates',
    about: 'List the templates of charts, or print one.',
    examples: [['reprise plots templates'], ['reprise plots templates linear']],
  })
    .argument('[template]', 'which to print')
    .action(anywhere(world, 1, async () => (await import('./templates.ts')).listTemplates))
}

function addPropertyOptions(command: Command): Command {
  return command
    .option('-t, --template <path>', 'a template by name, or its file')
    .option('-x <field>', 'what is to the right')
    .option('-y <field>', 'what is upward')
    .option('--no-header', 'the first line of a table is no header')
    .option('--title <text>', 'what stands above')
    .option('--x-label <text>', 'what stands below')
    .option('--y-label <text>', 'what stands beside')
}

function addPlotOptions(command: Command): Command {
  return addPropertyOptions(command)
    .option('-o, --out <path>', 'folder for the page; default: dvc_plots')
    .option('--show-vega', 'print the chart of one target for Vega-Lite')
    .option('--split', 'with --json: keep apart what differs from chart to chart')
    .option('--open', 'open the page')
    .option('--html-template <path>', 'a page with {plot_divs} in it')
}
