import { type Argument, type Command, Help, type HelpConfiguration, type Option } from 'commander'

/** How help is laid out: commands by their names and arguments, --json and --help last, defaults without quotes. */
export const helpTexts: HelpConfiguration = {
  subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(printArgument)].join(' '),
  subcommandDescription: (command) => command.summary() || command.description(),
  visibleOptions(command) {
    const options = Help.prototype.visibleOptions.call(this, command)
    return options.toSorted((a, b) => rank(a) - rank(b))
  },
  optionDescription: describeOption,
}

/** What an option is for, which values it takes, and what holds without it. */
export function describeOption({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const shown = defaultValueDescription ?? (defaultValue === undefined || defaultValue === '' ? undefined : String(defaultValue))
  const notes = [...(argChoices === undefined ? [] : [argChoices.join(', ')]), ...(shown === undefined ? [] : [`default: ${shown}`])]
  return notes.length === 0 ? description : `${description} (${notes.join('; ')})`
}

/** `<runs...>` */
export function printArgument(argument: Argument): string {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${text}>` : `[${text}]`
}

/** `reprise runs list` */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

function rank({ long }: Option): number {
  return ['--json', '--version', '--help'].indexOf(long ?? '')
}
