import type { CapturePart } from '@reprise/capture/starting'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { UsageError } from '../../failure.ts'
import { addCommand, collect, parsePair } from '../../help/index.ts'
import { parseBytes } from './parse-bytes.ts'

const parts = ['code', 'environment', 'inputs', 'outputs', 'stdin', 'logs'] as const satisfies readonly CapturePart[]
const MEBIBYTE = 1024 * 1024

/** `reprise run -- COMMAND`: runs a command as a run, with what it was made from. */
export function addRunCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'run',
    about:
      'Run a command, and record what it was made from: code, environment, inputs, outputs. It behaves as without: same output, same exit code. Runs that it logs to with mlflow or the SDK are this one.',
    summary: 'Run a command, and record what it was made from.',
    examples: [
      ['reprise run -- python train.py --lr 0.1'],
      ['reprise run --name baseline -e spirals --tag stage=test -- ./train.sh', 'named, in an experiment, with a tag'],
      ['reprise run --trace -- ./simulate data.bin', 'programs of any language: what strace sees them read'],
      ['reprise run --require-clean --validate data_manifest.json -- ./train.sh', 'only with committed code and known data'],
      ['reprise run --print-id -- make figures | tail -n 1', 'the id of the run, for other commands'],
      ['reprise run --metrics-from-stdout -- ./train', 'lines such as {"step": 3, "loss": 0.25, "val": {"acc": 0.9}} are points'],
      ['reprise run --procedure nightly-import --param day=monday -- ./import.sh', 'success, duration_seconds, and why it failed'],
    ],
  })
    .argument('<command...>', 'after --: the command and its arguments, which are not looked at')
    .option('--name <name>', 'of the run; default: the server makes one up')
    .option('-e, --experiment <name>', 'made when it is not there', world.settings.experimentName)
    .option('--param <key=value>', 'a param; may be repeated', collect(parsePair))
    .option('--tag <key=value>', 'a tag; may be repeated', collect(parsePair))
    .option('--procedure <name>', 'log success (1 or 0), duration_seconds and what went wrong, as a procedure of this name')
    .option('--metrics-from-stdout', 'lines of the output that are JSON objects with numbers are points of metrics')
    .option('--metrics-file <path>', 'JSON or JSON lines that the command writes, read when it has ended; may be repeated', collect(String))
    .option('--input <path>', 'a file or folder that counts as read; may be repeated', collect(String))
    .option('--require-clean', 'start nothing where git has uncommitted changes')
    .option('--validate <manifest>', 'start nothing where data is not as in this manifest; may be repeated', collect(String))
    .option('--trace', 'watch all programs with strace, which costs time')
    .addOption(
      new Option('--no-capture <part>', `leave out ${parts.join(', ')}; may be repeated`).argParser(parseParts).default([], 'nothing'),
    )
    .addOption(sizeOption('--keep-file-limit <size>', 'larger inputs and outputs are known by digest only', 64 * MEBIBYTE, '64MiB'))
    .addOption(sizeOption('--keep-total-limit <size>', 'of all inputs, and of all outputs', 256 * MEBIBYTE, '256MiB'))
    .option('--cache-inputs', 'copy inputs that are too large to keep into the cache of this machine')
    .option('--print-id', 'print the id of the run as the last line')
  addConnectionOptions(command, world).action(async (argv: [string, ...string[]], options) => {
    if (!hasDashes(command)) {
      throw new UsageError(
        `Put -- before the command: ${argv[0]} could be meant for reprise.`,
        `Like this: reprise run -- ${argv.join(' ')}`,
      )
    }
    if (options.requireClean === true || options.validate !== undefined)
      await (await import('./check-before.ts')).checkBefore(options, world)
    const { runAndRecord } = await import('./run-and-record.ts')
    process.exitCode = await runAndRecord(argv, options, world)
  })
}

function sizeOption(flags: string, description: string, value: number, shown: string): Option {
  return new Option(flags, description).argParser(parseBytes).default(value, shown)
}

function parseParts(text: string, before: unknown): CapturePart[] {
  const known = Array.isArray(before) ? (before as CapturePart[]) : []
  return text.split(',').reduce<CapturePart[]>((all, word) => {
    const part = parts.find((each) => each === word.trim())
    if (part === undefined) throw new InvalidArgumentError(`It is one of ${parts.join(', ')}.`)
    return [...all, part]
  }, known)
}

/** Whether the command line has a `--` of its own. */
function hasDashes(command: Command): boolean {
  const { rawArgs = [] } = (command.parent ?? command) as Command & { readonly rawArgs?: readonly string[] }
  return rawArgs.includes('--')
}
