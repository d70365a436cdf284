import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand } from '../../help/index.ts'

/** `reprise audit EXPERIMENT`: which runs could be reproduced, and what is missing in the others. */
export function addAuditCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'audit',
    about:
      'Say of each run of an experiment whether it could be reproduced, and what is missing: records, code, data, secrets. Nothing is run. `ready`: the server has everything; `needs`: a secret, or a file at its old place; `cannot`: something is lost; `unknown`: it could not be looked at. Packages are not looked at. Ends with 0 when all runs are `ready` or `needs`, else with 4.',
    summary: 'Say which runs could be reproduced, and what is missing.',
    examples: [
      ['reprise audit spirals'],
      ['reprise audit spirals --check-files', 'look for inputs of which no copy is kept, on this machine'],
      ['reprise audit spirals --filter "tags.stage = \'paper\'" --json', 'for programs'],
    ],
  })
    .argument('<experiment>', 'id or name')
    .option('--filter <filter>', 'only runs like that, as in `runs search`')
    .option('--check-files', 'read inputs of which no copy is kept at their old places')
  addConnectionOptions(command, world).action(async (experiment: string, options) => {
    const { audit } = await import('./audit.ts')
    process.exitCode = await audit(experiment, options, world)
  })
}
