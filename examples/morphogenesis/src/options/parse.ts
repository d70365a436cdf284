import { definitions, type OptionName, type Options } from './definitions.ts'

/** An argument that cannot be understood. The message names it and says what would be. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}

/** The options of a default run. */
export const defaultOptions = Object.fromEntries(Object.entries(definitions).map(([name, kind]) => [name, kind.default])) as Options

/**
 * Reads `--n-samples 500`, `--n-samples=500` and `--n_samples 500`; what is not given takes its default, and of two values
 * the later one holds.
 * @throws OptionError at the first argument that is no option, or whose value the option does not take
 */
export function parseOptions(argv: readonly string[]): Options {
  return { ...defaultOptions, ...parseGivenOptions(argv) }
}

/** As {@link parseOptions}, without the defaults. */
export function parseGivenOptions(argv: readonly string[]): Partial<Options> {
  const given: Record<string, unknown> = {}
  const rest = argv.values()
  for (const argument of rest) {
    const [flag = '', ...afterEquals] = argument.split('=')
    const name = toOptionName(flag)
    const text = afterEquals.length > 0 ? afterEquals.join('=') : rest.next().value
    given[name] = parseValue(name, text)
  }
  return given
}

/** Whether `argv` asks for help rather than for a run. */
export function wantsHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h')
}

/** How an option is written on the command line. */
export function toFlag(name: OptionName): string {
  return `--${name.replaceAll('_', '-')}`
}

function toOptionName(flag: string): OptionName {
  const name = flag.startsWith('--') ? flag.slice(2).replaceAll('-', '_') : ''
  if (!isOptionName(name)) throw new OptionError(`"${flag}" is not an option of this program; --help lists them`)
  return name
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(definitions, name)
}

function parseValue(name: OptionName, text: string | undefined): string | number {
  const kind = definitions[name]
  if (text === undefined) throw new OptionError(`${toFlag(name)} takes ${kind.accepts}, but no value follows it`)
  const value = kind.parse(text)
  if (value === undefined) throw new OptionError(`${toFlag(name)} takes ${kind.accepts}, not "${text}"`)
  return value
}
