import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { createRedactor } from '@reprise/capture/starting'

/** A tag of this many characters is enough to recognise a command by; the record has all of it. */
const LONGEST = 1_000

export interface Surroundings {
  readonly folder: string
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** The tags of a run that are known before it starts. */
export function describeTags(argv: readonly string[], { folder, variables }: Surroundings): Record<string, string> {
  const redacted = createRedactor(variables).argv(argv).argv
  return {
    'mlflow.source.name': nameSource(redacted, folder),
    'mlflow.source.type': 'LOCAL',
    'mlflow.user': userName(),
    'reprise.command': redacted.map(quote).join(' ').slice(0, LONGEST),
    'reprise.captured': 'true',
  }
}

/** The program as MLflow names it: the script, where an interpreter runs one. */
function nameSource(argv: readonly string[], folder: string): string {
  const script = argv
    .slice(1)
    .find((argument) => /\.\w+$/.test(argument) && !argument.startsWith('-') && existsSync(resolve(folder, argument)))
  return script ?? argv[0] ?? ''
}

/** As it would be typed into a shell. */
function quote(argument: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
