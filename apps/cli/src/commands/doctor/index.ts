import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand } from '../../help/index.ts'

/** `reprise doctor`: looks at what usually goes wrong and says what to do about it. */
export function addDoctorCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'doctor',
    about:
      'Check this machine, the settings, the connection to the server and whether it keeps what is uploaded, and say what to do. It fails where something needs mending.',
    summary: 'Check this machine, the settings and the server.',
    examples: [
      ['reprise doctor'],
      ['reprise doctor --tracking-uri http://ml.lan:5000'],
      ['reprise doctor --json | jq -r ".findings[] | select(.state == \\"problem\\") | .trouble"', 'names of what is wrong, for programs'],
      ['reprise doctor --no-upload', 'without uploading a small file, which is deleted again'],
    ],
  })
  command.option('--no-upload', 'do not try whether artifacts can be uploaded')
  addConnectionOptions(command, world).action(async (options) => (await import('./examine.ts')).examine(options, world))
}
