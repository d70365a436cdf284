import { RepriseError } from '@reprise/protocol'
import { CommanderError } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { createProgram } from './program.ts'
import { readSettings } from './settings/index.ts'
import type { World } from './command.ts'

process.exitCode = await runCli(process.argv.slice(2))

/** Runs one command line and answers its exit code. */
async function runCli(args: readonly string[]): Promise<number> {
  try {
    await createProgram(createWorld()).parseAsync(args, { from: 'user' })
    return Number(process.exitCode ?? exitCodes.ok)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    process.stderr.write(describeFailure(error))
    return exitCodes.failed
  }
}

function createWorld(): World {
  const interrupted = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.resolve())
  return {
    settings: readSettings({ environment: process.env, folder: process.cwd() }),
    write: (text) => process.stdout.write(text),
    note: (line) => process.stderr.write(`${line}\n`),
    width: process.stdout.columns ?? 80,
    interactive: process.stderr.isTTY,
    now: Date.now,
    interrupted: interrupted.promise,
  }
}

/** One line that says what is wrong, one that says what to do. The stack is for those who ask for it. */
function describeFailure(error: unknown): string {
  const lines = [`reprise: ${error instanceof Error ? error.message : String(error)}`]
  if (error instanceof RepriseError && error.hint !== undefined) lines.push(`  ${error.hint}`)
  if (!(error instanceof RepriseError) || process.env['REPRISE_DEBUG'] !== undefined) lines.push((error as Error).stack ?? '')
  return `${lines.join('\n')}\n`
}
