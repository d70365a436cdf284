import { RepriseError } from '@reprise/protocol/errors'
import { CommanderError } from 'commander'
import type { World } from './command.ts'
import { projectCommands } from './commands/index.ts'
import { exitCodes } from './exit-codes.ts'
import { describeFailure, exitCodeOf } from './failure.ts'
import { watchSignals } from './interruption.ts'
import { createStyle } from './output/style.ts'
import { endWithParent } from './parent.ts'
import { createProgram } from './program.ts'
import { projectExitCodes } from './project/exit-codes.ts'
import { moveLeadingOptions } from './project/move-leading-options.ts'
import { readSettings } from './settings/index.ts'

/** Milliseconds that connections and threads get to end by themselves when a command is done. */
const FAREWELL = 2_000

const args = moveLeadingOptions(process.argv.slice(2), isProjectCommand)
// Whoever reads the results may leave early, as `| head` does: then there is nothing more to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(isProjectCommand(args[0] ?? '') ? projectExitCodes.brokenPipe : exitCodes.ok)
  throw error
})
if (process.env['npm_command'] !== undefined || process.env['REPRISE_SWEEP_POINT'] !== undefined) endWithParent()
// The command says when it is done: whatever it waits for without keeping the process alive would end it halfway.
const alive = setInterval(() => undefined, 2 ** 30)
process.exitCode = await runCli(args)
clearInterval(alive)
setTimeout(() => process.exit(), FAREWELL).unref()

function isProjectCommand(name: string): boolean {
  return Object.hasOwn(projectCommands, name)
}

/** Runs one command line and answers its exit code. */
async function runCli(args: readonly string[]): Promise<number> {
  try {
    const program = await createProgram(createWorld(), args[0])
    await program.parseAsync(args, { from: 'user' })
    return Number(process.exitCode ?? exitCodes.ok)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : usageCodeOf(args[0])
    const options = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined)
    process.stderr.write(describeFailure(error, { json: options.includes('--json'), debug: process.env['REPRISE_DEBUG'] !== undefined }))
    return exitCodeOf(error)
  }
}

/** Of a command that was called without what it needs. No command at all is wrong usage of `dvc` as well. */
function usageCodeOf(name: string | undefined): number {
  return name === undefined || isProjectCommand(name) ? projectExitCodes.usage : exitCodes.usage
}

function createWorld(): World {
  const reading = readSettings({ environment: process.env, folder: workingFolder() })
  return {
    settings: reading.settings,
    reading,
    write: (text) => process.stdout.write(text),
    note: (line) => process.stderr.write(`${line}\n`),
    // A terminal that does not know its size says 0.
    width: widthOf(process.env['COLUMNS']) ?? (process.stdout.columns || process.stderr.columns || 80),
    interactive: process.stderr.isTTY,
    style: createStyle(process.stdout),
    now: Date.now,
    uptime: () => performance.now(),
    interruption: watchSignals(),
  }
}

/** Throws RESOURCE_DOES_NOT_EXIST where it was deleted under us. */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', 'The working folder is not there any more.', {
      hint: 'Change into one that is.',
      cause: error,
    })
  }
}

function widthOf(columns: string | undefined): number | undefined {
  return columns !== undefined && /^[1-9]\d*$/.test(columns) ? Number(columns) : undefined
}
