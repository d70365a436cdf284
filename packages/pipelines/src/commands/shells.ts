import { basename } from 'node:path'

/** Keeps shells from reading files of the user that could change what a command does, as DVC does. */
const shellOptions: Readonly<Record<string, readonly string[]>> = {
  zsh: ['--no-rcs'],
  bash: ['--noprofile', '--norc'],
  fish: ['--no-config'],
}

/** The words that go before a command of a stage: the user's shell, or `/bin/sh`. */
export function shellOf(env: Readonly<Record<string, string | undefined>>): readonly [string, ...string[]] {
  const shell = env['SHELL'] || '/bin/sh'
  return [shell, ...(shellOptions[basename(shell).toLowerCase()] ?? []), '-c']
}
