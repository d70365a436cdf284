import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup } from '../../help/index.ts'

/** `reprise capsule …`: a run as one file, for another server. */
export function addCapsuleCommand(parent: Command, world: World): void {
  const group = addGroup(parent, {
    name: 'capsule',
    about: 'Carry a run to another server in one file: params, tags, all points, all artifacts, and what it takes to reproduce it.',
    summary: 'Carry a run to another server in one file.',
    examples: [['reprise capsule export 6f1c0e8a'], ['reprise capsule import 6f1c0e8a.capsule.zip']],
  })
  const exporting = addCommand(group, {
    name: 'export',
    about:
      'Write everything that the server has of a run into one zip file, with a digest of every member. The same run gives the same bytes.',
    summary: 'Write a run into one file.',
    examples: [
      ['reprise capsule export 6f1c0e8a', 'writes 6f1c0e8a.capsule.zip'],
      ['reprise capsule export 6f1c0e8a --output paper/figure-3.zip --json'],
    ],
  })
    .argument('<run>', 'id, or the beginning of it')
    .option('-o, --output <file>', 'where to; nothing may be there (default: ID.capsule.zip)')
  addConnectionOptions(exporting, world).action(async (run: string, options) =>
    (await import('./export.ts')).writeCapsule(run, options, world),
  )
  const importing = addCommand(group, {
    name: 'import',
    about:
      'Check every digest of a capsule, then make its run on the server, with a new id and the tag reprise.capsule.run. A capsule that is there already is pointed to. What fails leaves nothing; what was killed is gone on with.',
    summary: 'Make the run of a capsule on the server.',
    examples: [
      ['reprise capsule import 6f1c0e8a.capsule.zip'],
      ['reprise capsule import figure-3.zip --experiment papers --tracking-uri http://127.0.0.1:5001'],
    ],
  })
    .argument('<file>', 'a capsule')
    .option('--experiment <name>', 'made where it is missing; default: that of the original')
    .option('--again', 'make one more run of a capsule that was imported before')
  addConnectionOptions(importing, world).action(async (file: string, options) =>
    (await import('./import.ts')).readCapsule(file, options, world),
  )
  addCommand(group, {
    name: 'show',
    about: 'List what is in a capsule. Needs no server; digests are checked by import.',
    summary: 'List what is in a capsule.',
    examples: [['reprise capsule show 6f1c0e8a.capsule.zip'], ['reprise capsule show 6f1c0e8a.capsule.zip --json']],
  })
    .argument('<file>', 'a capsule')
    .action(async (file: string, options) => (await import('./show.ts')).showCapsule(file, options, world))
}
