import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'

/** Programs that can lock a file which they are given open, as descriptor 3, and that end with 1 when another has it. The first that is there is used. */
export const lockers: readonly (readonly [program: string, ...args: string[]])[] = [
  ['flock', '-x', '-n', '3'],
  ['perl', '-e', 'open(my $f, "<&=", 3) or exit 2; exit(flock($f, 6) ? 0 : 1)'],
  ['python3', '-c', 'import fcntl,sys\ntry: fcntl.flock(3, fcntl.LOCK_EX | fcntl.LOCK_NB)\nexcept BlockingIOError: sys.exit(1)'],
]

/**
 * Takes the exclusive lock of an open file; false when another has it. A lock belongs to what was opened, not to a process: the program that takes it
 * shares our file, so the lock stays ours when the program has ended, until the file is closed, by us or by the system when we die. This
 * is what DVC's locks are; Node.js has no call for it.
 */
export async function tryLock(file: number): Promise<boolean> {
  for (const locker of lockers) {
    const isTaken = await tryLockWith(locker, file)
    if (isTaken !== undefined) return isTaken
  }
  throw new RepriseError('NOT_IMPLEMENTED', 'There is no program here that can lock a file: none of flock, perl, python3.', {
    hint: 'Install util-linux, which has flock; without it DVC and Reprise could write at the same time.',
  })
}

/** As {@link tryLock} with one of the {@link lockers}; undefined where it is not there or can not do it. */
export async function tryLockWith([program, ...args]: (typeof lockers)[number], file: number): Promise<boolean | undefined> {
  const code = await runWith(file, program, args)
  return code === 0 ? true : code === 1 ? false : undefined
}

/** Gives the lock up. */
export function unlock(file: number): void {
  closeSync(file)
}

/** The exit code; undefined for a program that is not there or can not do it. */
function runWith(file: number, program: string, args: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', file] })
    child.once('error', () => resolve(undefined))
    child.once('exit', (code) => resolve(code ?? undefined))
  })
}
