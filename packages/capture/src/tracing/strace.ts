import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** Those that tell which files are opened, made, run, replaced, removed, listed or asked for their size and time; a question mark is for what some machines do not have. */
const CALLS =
  '?open,openat,?openat2,?creat,execve,?execveat,?rename,?renameat,?renameat2,?truncate,?link,?linkat,?unlink,?unlinkat,getdents64,?stat,?lstat,?newfstatat,?statx'

/** The strace on PATH. */
export function findStrace(path: string | undefined): string | undefined {
  for (const folder of (path ?? '').split(delimiter)) {
    const candidate = join(folder === '' ? '.' : folder, 'strace')
    try {
      accessSync(candidate, constants.X_OK)
      return resolve(candidate)
    } catch {
      // The next folder.
    }
  }
  return undefined
}

/**
 * The command under strace, which stands beside it: the command remains the child of whoever starts it, with its own exit code and
 * signals. The filter in the kernel stops the command only at the calls that are asked for.
 */
export function wrapInStrace(strace: string, log: string, argv: readonly string[]): [string, ...string[]] {
  return [
    strace,
    '-D',
    '--seccomp-bpf',
    '-f',
    '-y',
    '-qq',
    '-s',
    '4096',
    '-e',
    `trace=${CALLS}`,
    '-e',
    'signal=none',
    '-o',
    log,
    '--',
    ...argv,
  ]
}
