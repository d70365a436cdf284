import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { printJson } from '../../output/json.ts'
import { probes } from './probes.ts'

const examples = `
Examples:
  reprise doctor                                   this machine, and the server it is set to
  reprise doctor --tracking-uri http://ml.lan:5000
`

/** `reprise doctor`: looks at what usually goes wrong and says what to do about it. */
export function addDoctorCommand(parent: Command, world: World): void {
  parent
    .command('doctor')
    .description('Check this machine and the connection to the server.')
    .option('--tracking-uri <url>', 'the server', world.settings.trackingUri)
    .option('--store <place>', 'the store of this machine', world.settings.store)
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (options: { trackingUri: string; store: string; json?: boolean }) => {
      const findings = []
      for (const probe of probes) findings.push(...(await probe(options, world)))
      if (options.json === true) world.write(printJson({ findings }))
      else {
        for (const { state, about, detail, hint } of findings) {
          world.write(`${state.padEnd(7)} ${about}: ${detail}\n${hint === undefined ? '' : `        ${hint}\n`}`)
        }
      }
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = exitCodes.failed
    })
}
