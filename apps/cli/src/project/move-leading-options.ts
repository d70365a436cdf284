/** Options that DVC takes before the command, and whether a value follows. */
const leading: ReadonlyMap<string, boolean> = new Map([
  ['-q', false],
  ['--quiet', false],
  ['-v', false],
  ['-vv', false],
  ['--verbose', false],
  ['--wait-for-lock', false],
  ['--cd', true],
])

/** `--cd data add x` as `add --cd data x`: what DVC takes before a command belongs to the command here. */
export function moveLeadingOptions(args: readonly string[], isProjectCommand: (name: string) => boolean): readonly string[] {
  let at = 0
  for (let word = args[at]; word !== undefined; word = args[at]) {
    const takesValue = word.startsWith('--cd=') ? false : leading.get(word)
    if (takesValue === undefined) break
    at += takesValue ? 2 : 1
  }
  const name = args[at]
  if (at === 0 || name === undefined || !isProjectCommand(name)) return args
  // Behind the words that name it, such as `remote add`: they come before any option.
  let end = at + 1
  while (end < args.length && /^[a-z][a-z-]*$/.test(args[end] ?? '') && isSubcommand(name, args[end] ?? '')) end++
  return [...args.slice(at, end), ...args.slice(0, at), ...args.slice(end)]
}

/** Commands that hold others. */
const projectGroups: Readonly<Record<string, readonly string[]>> = {
  cache: ['dir', 'migrate'],
  data: ['status'],
  metrics: ['show', 'diff'],
  params: ['diff'],
  plots: ['show', 'diff', 'modify', 'templates'],
  remote: ['add', 'default', 'list', 'modify', 'remove', 'rename'],
  stage: ['add', 'list'],
}

function isSubcommand(name: string, word: string): boolean {
  return Object.hasOwn(projectGroups, name) && projectGroups[name]?.includes(word) === true
}
