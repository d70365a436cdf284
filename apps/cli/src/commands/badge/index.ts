import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand } from '../../help/index.ts'

/** `reprise badge RUN|EXPERIMENT`: the last verdict as a picture. */
export function addBadgeCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'badge',
    about:
      'Draw a badge, an SVG that needs nothing else: the last verdict of a run, or how many runs of an experiment were reproduced. Runs that repeat another are not counted.',
    summary: 'Draw the last verdict as an SVG badge.',
    examples: [
      ['reprise badge spirals --output badge.svg'],
      ['reprise badge 6f1c0e8a > badge.svg'],
      ['reprise badge spirals --json', 'what it says, for other badges'],
    ],
  })
    .argument('<target>', 'an experiment by id or name, else a run by its id or the beginning')
    .option('-o, --output <file>', 'write it to a file')
  addConnectionOptions(command, world).action(async (target: string, options) => {
    const { drawBadge } = await import('./draw-badge.ts')
    await drawBadge(target, options, world)
  })
}
