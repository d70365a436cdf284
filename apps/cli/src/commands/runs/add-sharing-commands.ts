import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { collect, type CommandText } from '../../help/index.ts'
import { parseUntil } from './parse-since.ts'

/** `reprise runs export` and `share`: runs for people who do not come to the server. */
export function addSharingCommands(command: (text: CommandText) => Command, world: World): void {
  command({
    name: 'export',
    about:
      'Write one run, or several side by side, into a single page of HTML: params, metrics with charts, logs, small files, code and notes. It opens in any browser, without a server and offline.',
    summary: 'Write runs into a page that opens without a server.',
    examples: [
      ['reprise runs export 6f1c0e8a', 'writes 6f1c0e8a.html'],
      ['reprise runs export 6f1c0e8a 02b77d51 -o paper/figure-3.html --baseline 6f1c0e8a'],
      ['reprise runs export 6f1c0e8a --metrics "val/*" --metrics loss --force', 'only metrics of these names'],
    ],
  })
    .argument('<runs...>', 'ids, or the beginnings of them')
    .option('-o, --output <file>', 'where to (default: ID.html, or runs.html)')
    .option('--baseline <run>', 'the one that the others are held against')
    .option('--metrics <pattern>', 'only metrics of such names, * for any characters; may be repeated', collect(String))
    .option('--force', 'overwrite a file that is there')
    .action(async (runs: string[], options) => (await import('./export.ts')).exportRuns(runs, options, world))
  command({
    name: 'share',
    about:
      'Make a link under which one run, or several side by side, can be read by whoever has it: as they are whenever it is opened, and nothing else of the server. `reprise shares` lists and revokes links.',
    summary: 'Make a link under which runs can be read.',
    examples: [
      ['reprise runs share 6f1c0e8a --expires 7d'],
      ['reprise runs share 6f1c0e8a 02b77d51 --baseline 6f1c0e8a --title "For the review"', 'until it is revoked'],
    ],
  })
    .argument('<runs...>', 'ids, or the beginnings of them')
    .option('--expires <time>', 'when it ends, such as 12h, 7d, 4w or 2026-12-24 (default: never)', (text: string) =>
      parseUntil(text, world.now()),
    )
    .option('--title <text>', 'what to call it')
    .option('--baseline <run>', 'the one that the others are held against')
    .option('--metrics <pattern>', 'only metrics of such names, * for any characters; may be repeated', collect(String))
    .action(async (runs: string[], options) => (await import('./share.ts')).shareRuns(runs, options, world))
}
