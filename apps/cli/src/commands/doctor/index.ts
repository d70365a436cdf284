import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand } from '../../help/index.ts'

/** `reprise doctor`: looks at what usually goes wrong and says what to do about it. */
export function addDoctorCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'doctor',
    about: 'Check this machine, the settings and the connection to the server.',
    examples: [['reprise doctor'], ['reprise doctor --tracking-uri http://ml.lan:5000']],
  })
  addConnectionOptions(command, world).action(async (options) => (await import('./examine.ts')).examine(options, world))
}
