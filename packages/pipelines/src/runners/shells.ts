/** Keeps shells from reading files of the user that could change what a command does, as DVC does. */
export const shellOptions: Readonly<Record<string, readonly string[]>> = {
  zsh: ['--no-rcs'],
  bash: ['--noprofile', '--norc'],
  fish: ['--no-config'],
}
