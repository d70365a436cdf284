import { createInterface } from 'node:readline/promises'
import { RepriseError } from '@reprise/protocol/errors'
import type { World } from './command.ts'

/** Asks on the terminal; anything but yes is no. Throws when there is nobody to ask, with a hint that says what to do then. */
export async function confirm(question: string, hint: string, world: World): Promise<boolean> {
  if (!world.interactive || !process.stdin.isTTY) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'There is no terminal to ask whether to delete for good.', { hint })
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // In raw mode Ctrl-C is a key, not a signal.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
