import type { CommandModule } from '../../command.ts'
import { collect, parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addGcCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'gc',
    about: 'Remove data from the cache that nothing uses any more; what is kept is said by the options.',
    summary: 'Remove data from the cache that nothing uses.',
    examples: [
      ['reprise gc --workspace --dry', 'what would go, keeping only what is used now'],
      ['reprise gc --all-branches --all-tags'],
      ['reprise gc --workspace --cloud', 'in the remote, too'],
    ],
  })
    .option('-w, --workspace', 'keep what the work tree uses; all other options keep that, too')
    .option('-a, --all-branches', 'keep what the last commits of all branches use')
    .option('-T, --all-tags', 'keep what all tags use')
    .option('-A, --all-commits', 'keep what any commit uses')
    .option('--rev <commit>', 'keep what this commit uses', collect(String))
    .option('-n, --num <count>', 'with --rev or --all-branches: of so many commits', parseCount)
    .option('--date <day>', 'keep what commits of this day and later use, such as 2026-11-21')
    .option('-c, --cloud', 'remove from the remote, too')
    .option('--not-in-remote', 'also remove what is used and in the remote')
    .option('-r, --remote <name>', 'with --cloud or --not-in-remote: which')
    .option('-f, --force', 'do not ask')
    .option('--dry', 'only say what would go')
    .option('-j, --jobs <count>', 'requests at a time', parseCount)
    .option('-p, --projects <folder...>', 'keep what these projects use, too: they share the cache')
    .option('--skip-failed', 'leave out commits whose stages can not be read')
    .action(inProject(world, { failure: 255, locks: true }, async () => (await import('./gc.ts')).collectGarbage))
}
