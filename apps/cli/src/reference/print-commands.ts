import type { Command } from 'commander'
import { describeOption, pathOf, printArgument, printExamples, readExamples } from '../help/index.ts'
import { exitCodeTable } from './exit-code-table.ts'

const introduction = `# The command line

\`reprise\` is one command: in a clone it is \`npx reprise\`, installed from npm \`reprise\`. \`--help\` after any command explains it and
shows examples; this page is the same text. Where settings come from when an option is not given is in [settings](settings.md).

- Results go to stdout; progress, hints and errors go to stderr.
- \`--json\` prints one JSON document instead of a table, with every digit. An error is then one JSON object on stderr:
  \`{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "…", "hint": "…"}\`, with the codes of the server's API.
- Tables fit the terminal: texts are cut, then columns left out. \`COLUMNS=200 reprise runs list\` makes a wider one; without a terminal they
  have 80 columns. Colours are for terminals only, and \`NO_COLOR\` turns them off.
- A run is named by its id or by the first four or more characters of it, an experiment by its id or its name.
- \`--tracking-uri\` takes the URL of a server, or a folder (\`./runs\`, \`file:./runs\`) or database file (\`sqlite:///runs.db\`) that is used
  without a server, by one process at a time.
- What cannot be undone asks first; where there is no terminal to ask, it wants \`--yes\`.
- \`REPRISE_DEBUG=1\` adds the stack to an error.
- Commands over data and pipelines, from \`init\` on, have the names, options, words and exit codes of DVC. All of them also take \`-q\` (say
  nothing but errors), \`-v\` (say more), \`--cd <path>\` (do it in another folder) and \`--wait-for-lock\` (wait while another process works on the
  project, instead of three seconds), before the command, too.
`

/** What all commands over data and pipelines take is said once. */
const saidOnce: ReadonlySet<string | undefined> = new Set(['--quiet', '--verbose', '--cd', '--wait-for-lock'])

/** The reference of the command line, docs/reference/cli.md, from the commands themselves. */
export function printCommandReference(program: Command): string {
  const codes = exitCodeTable.map(([code, meaning]) => `| ${code} | ${meaning} |\n`).join('')
  return [
    introduction,
    `## Exit codes\n\n| code | meaning |\n| --- | --- |\n${codes}`,
    ...program.commands.flatMap((command) => printCommand(command, '##')),
  ].join('\n')
}

function printCommand(command: Command, heading: string): string[] {
  const own = [`${heading} ${pathOf(command)}\n`, `${command.description()}\n`]
  if (command.commands.length > 0) return [...own, ...command.commands.flatMap((child) => printCommand(child, `${heading}#`))]
  const usage = [
    pathOf(command),
    ...command.registeredArguments.map(printArgument),
    ...(command.options.length > 0 ? ['[options]'] : []),
  ].join(' ')
  return [...own, `\`\`\`sh\n${usage}\n\`\`\`\n`, ...printOptions(command), `\`\`\`sh\n${printExamples(readExamples(command))}\`\`\`\n`]
}

function printOptions(command: Command): string[] {
  const args = command.registeredArguments.map((argument) => `- \`${printArgument(argument)}\`: ${argument.description}\n`)
  const isOverProject = command.options.some(({ long }) => long === '--wait-for-lock')
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help' && !(isOverProject && saidOnce.has(long)))
  const lines = [...args, ...options.map((option) => `- \`${option.flags}\`: ${describeOption(option)}\n`)]
  return lines.length === 0 ? [] : [lines.join('')]
}
