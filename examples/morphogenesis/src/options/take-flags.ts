import { OptionError } from './parse.ts'

/** What of an argument list belongs to a command itself, and what is left for the options of the problem and the training. */
export interface TakenFlags<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, string>>>
  readonly rest: readonly string[]
}

/**
 * Takes `--name VALUE` and `--name=VALUE` of `names` out of `argv`; of two values the later one holds.
 * @throws OptionError where a value is missing
 */
export function takeFlags<Name extends string>(argv: readonly string[], names: readonly Name[]): TakenFlags<Name> {
  const values: Partial<Record<Name, string>> = {}
  const rest: string[] = []
  const left = argv.values()
  for (const argument of left) {
    const [flag = '', ...afterEquals] = argument.split('=')
    const name = names.find((candidate) => flag === `--${candidate}`)
    if (name === undefined) rest.push(argument)
    else values[name] = parsePath(flag, afterEquals.length > 0 ? afterEquals.join('=') : left.next().value)
  }
  return { values, rest }
}

function parsePath(flag: string, text: string | undefined): string {
  if (text === undefined || text === '') throw new OptionError(`${flag} takes a path, but none follows it`)
  return text
}
