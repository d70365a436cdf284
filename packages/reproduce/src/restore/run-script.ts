import type { PlacedInput } from './inputs.ts'
import { withinMounts } from './paths.ts'
import type { StdinSource } from './stdin.ts'

export interface ScriptParts {
  readonly id: string
  readonly folder: string
  readonly argv: readonly string[]
  readonly exported: Readonly<Record<string, string>>
  /** Folders that come first on PATH. */
  readonly path: string | undefined
  /** Names of variables that whoever runs it has to set. */
  readonly secrets: readonly string[]
  readonly stdin: StdinSource | undefined
  readonly mounts: readonly PlacedInput[]
}

/** A script for any shell that runs a command as it was recorded. Nothing that stands in a record is read as more than a word. */
export function printScript({ id, folder, argv, exported, path, secrets, stdin, mounts }: ScriptParts): string {
  const isInWords = (name: string): boolean => argv.some((word) => word.includes(`[secret:${name}]`))
  const asked = secrets.filter((name) => isName(name) && isInWords(name))
  return [
    '#!/bin/sh',
    `# Runs the command of the run ${id.replace(/[^\w-]/g, '')} as it was recorded.`,
    ...asked.map((name) => `: "\${${name}:?is a secret of the run: it is not recorded, set it}"`),
    ...Object.entries(exported).flatMap(([name, value]) => (isName(name) ? [`export ${name}=${quote(value)}`] : [])),
    ...(path === undefined ? [] : [`export PATH=${quote(path)}:"$PATH"`]),
    `cd ${quote(folder)} || exit 1`,
    connect([...withinMounts(mounts).map(quote), ...argv.map(quoteWithSecrets)].join(' '), stdin),
    '',
  ].join('\n')
}

/** The command with its standard input, through a pipe where it came through one. */
function connect(command: string, stdin: StdinSource | undefined): string {
  if (stdin === undefined) return `exec ${command}`
  return stdin.isPiped ? `cat ${quote(stdin.file)} | ${command}` : `exec ${command} <${quote(stdin.file)}`
}

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text)
}

/** `--key [secret:API_KEY]` becomes `--key "$API_KEY"`. */
function quoteWithSecrets(word: string): string {
  const parts = word.split(/(\[secret:[A-Za-z_]\w*\])/)
  if (parts.length === 1) return quote(word)
  return parts
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('[secret:') ? `"$${part.slice('[secret:'.length, -1)}"` : quote(part)))
    .join('')
}

/** A word that a shell reads as it is. */
export function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
