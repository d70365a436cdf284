import type { HashAlgorithm } from '@reprise/objects'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup, collect, type CommandText, parseCount, parsePair } from '../../help/index.ts'

/** Written out, so that no command waits for the engine of this one. */
const algorithms = ['md5', 'sha1', 'sha256', 'sha512'] as const satisfies readonly HashAlgorithm[]

/** `reprise manifest …`: records what a folder of data holds, and checks it later. `create` may be left out. */
export function addManifestCommand(parent: Command, world: World): void {
  const group = addGroup(parent, {
    name: 'manifest',
    about: 'Record what a folder of data holds, and check it later. Without a command, `reprise manifest FOLDER` is create.',
    summary: 'Record what a folder of data holds, and check it later.',
    examples: [['reprise manifest create data'], ['reprise manifest validate data_manifest.json']],
  })
  addCreateCommand(group, world)
  addReadingOptions(command(group, validateText), 'in place of those of the manifest')
    .argument('<manifest>', 'of either format')
    .argument('[folder]', 'default: the one it was made of')
    .action(async (manifest: string, folder: string | undefined, options) =>
      (await import('./validate.ts')).validateFolder({ manifest, folder }, options, world),
    )
  addReadingOptions(command(group, diffText), 'for folders; default: those of the other side')
    .argument('<before>', 'a manifest or a folder')
    .argument('<after>', 'a manifest or a folder')
    .option('--exit-code', 'end with 1 when there is a difference')
    .action(async (before: string, after: string, options) => (await import('./diff.ts')).diffPlaces({ before, after }, options, world))
  command(group, showText)
    .argument('<manifest>', 'of either format')
    .action(async (manifest: string, options) => (await import('./show.ts')).showManifest(manifest, options, world))
}

const createText: CommandText = {
  name: 'create',
  about: 'Record every file of a folder: size, digests, time, permissions. Links are recorded, not followed.',
  summary: 'Record every file of a folder.',
  examples: [
    ['reprise manifest create data', 'writes data_manifest.json'],
    ['reprise manifest create data --include "*.csv" "*.json" --exclude "*.tmp" --output raw.json'],
    ['reprise manifest create data --format native --hash sha256', 'a line a file, and a root id that names the content'],
    ['reprise manifest create data --parent monday.jsonl --output tuesday.jsonl', 'only what changed since'],
    ['reprise manifest create data --run 6f1c0e8a', 'and log it to a run'],
    ['reprise manifest create data --validate data_manifest.json', 'the same as validate'],
  ],
}

const validateText: CommandText = {
  name: 'validate',
  about: 'Check a folder against a manifest: missing, changed, extra and unreadable files. Ends with 1 when it is not as recorded.',
  summary: 'Check a folder against a manifest.',
  examples: [
    ['reprise manifest validate data_manifest.json', 'the folder that it was made of'],
    ['reprise manifest validate data_manifest.json /mnt/copy/data --json'],
    ['reprise manifest validate data_manifest.json --no-cache', 'read every byte again, whatever is known of it'],
  ],
}

const diffText: CommandText = {
  name: 'diff',
  about: 'Show what differs between two manifests, or a manifest and a folder.',
  examples: [['reprise manifest diff monday.jsonl tuesday.jsonl'], ['reprise manifest diff data_manifest.json data --exit-code']],
}

const showText: CommandText = {
  name: 'show',
  about: 'Show what a manifest says.',
  examples: [['reprise manifest show data_manifest.json -n 1000'], ['reprise manifest show data_manifest.json --json']],
}

function command(group: Command, text: CommandText): Command {
  return addCommand(group, text)
    .option('--parent <manifest>', 'where the manifest is that a differential one was made against')
    .option('-n, --max-results <number>', 'how many lines of a table at most', parseCount, 50)
}

function addReadingOptions(to: Command, patterns: string): Command {
  return to
    .option('--include <patterns...>', `only files like this, as in a .gitignore file; ${patterns}`)
    .option('--exclude <patterns...>', `no files or folders like this; ${patterns}`)
    .option('--no-cache', 'read files that have not changed since they were last read, too')
}

function addCreateCommand(group: Command, world: World): void {
  const create = addCommand(group, { ...createText, isDefault: true })
    .argument('<folder>', 'the data')
    .option('-o, --output <file>', 'where to; default: data_manifest.json, native: data_manifest.jsonl')
    .option('--include <patterns...>', 'only files like this, as in a .gitignore file')
    .option('--exclude <patterns...>', 'no files or folders like this')
    .addOption(hashOption('--hash <algorithms...>'))
    .addOption(hashOption('--hash-algorithms <algorithms...>').hideHelp())
    .option('--max-files <number>', 'only so many, in the order of their paths', parseCount)
    .option('--metadata <key=value>', 'kept in the manifest; may be repeated', collect(parsePair))
    .option('--parent <manifest>', 'write only what changed since this native one')
    .addOption(new Option('--format <format>', 'default: classic; native with --parent or .jsonl').choices(['classic', 'native']))
    .option('--validate <manifest>', 'make none, check the folder against this one')
    .option('--run <id>', 'log it to this run, too')
    .option('--log-to-run', 'log it to the run in MLFLOW_RUN_ID, too')
    .option('--artifact-path <folder>', 'where it goes below the artifacts of the run', 'data_manifest')
    .option('--no-cache', 'read files that have not changed since they were last read, too')
  addConnectionOptions(create, world).action(async (folder: string, options) =>
    (await import('./create.ts')).createOrValidate(folder, { ...options, hash: options.hash ?? options.hashAlgorithms }, world),
  )
}

function hashOption(flags: string): Option {
  return new Option(flags, `${algorithms.join(', ')}; default: md5 sha256, native: sha256`).argParser(parseAlgorithms)
}

/** Names as people write them: `SHA256`, `sha-256`, several with commas between. */
function parseAlgorithms(text: string, before: unknown): HashAlgorithm[] {
  const known = Array.isArray(before) ? (before as HashAlgorithm[]) : []
  return text.split(',').reduce<HashAlgorithm[]>((all, word) => {
    const algorithm = algorithms.find((name) => name === word.trim().toLowerCase().replaceAll(/[-_]/g, ''))
    if (algorithm === undefined) throw new InvalidArgumentError(`It is one of ${algorithms.join(', ')}.`)
    return all.includes(algorithm) ? all : [...all, algorithm]
  }, known)
}
