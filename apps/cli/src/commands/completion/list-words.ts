import type { Command } from 'commander'

/** What may follow after some commands, joined by blanks: `runs` or `runs list`. */
export interface NextWords {
  readonly commands: readonly string[]
  readonly options: readonly string[]
  /** Values of an option, or of the argument (under the empty name), where there are only some. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** Options after which a value must come that only the user knows. */
  readonly takingValues: readonly string[]
}

export type Words = ReadonlyMap<string, NextWords>

/** Everything that can be typed, taken from the commands themselves. */
export function listWords(command: Command, path: readonly string[] = []): Map<string, NextWords> {
  const options = command.options.flatMap(({ long, short, ...option }) =>
    [long, short].flatMap((name) => (name === undefined ? [] : [{ ...option, name }])),
  )
  const closed = [
    ...options.map(({ name, argChoices }) => [name, argChoices] as const),
    ['', command.registeredArguments[0]?.argChoices] as const,
  ]
  const words = new Map<string, NextWords>()
  words.set(path.join(' '), {
    commands: command.commands.map((child) => child.name()),
    options: [...options.map(({ name }) => name).filter((name) => name.startsWith('--')), '--help'],
    values: new Map(closed.flatMap(([name, choices]) => (choices === undefined ? [] : [[name, choices] as const]))),
    takingValues: options.filter(({ required }) => required).map(({ name }) => name),
  })
  for (const child of command.commands) for (const [key, value] of listWords(child, [...path, child.name()])) words.set(key, value)
  return words
}
