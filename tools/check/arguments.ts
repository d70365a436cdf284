import { checks } from './checks/index.ts'

/** The folders of tests/src, and `unit` for the tests that stand beside the code. The names are those of vitest.config.ts. */
export const testGroups = ['unit', 'compat', 'crash', 'dvc', 'fuzz', 'e2e', 'reproduce', 'web', 'newcomer'] as const

/** What `npm test -- ...` was asked to run. */
export interface Selection {
  /** Names of static checks, in their order. */
  checks: readonly string[]
  /** undefined: no tests. Empty lists mean all groups, all files. */
  tests: { groups: readonly string[]; filters: readonly string[] } | undefined
}

export const usage = `usage: npm test -- [GROUP | FILE ...] [--only NAME[,NAME]] [--list]

  no arguments       every check, then every test
  GROUP              only these tests: ${testGroups.join(', ')}
  FILE               only tests whose path contains this text
  --only NAME        only these checks: ${checks.map((check) => check.name).join(', ')}, or tests
  --list             say what each check holds the repository to`

/** Throws an Error with the user's words in it when an argument makes no sense. */
export function parseArguments(args: readonly string[]): Selection {
  const only: string[] = []
  const words: string[] = []
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? ''
    if (argument === '--only') only.push(...(args[++index] ?? '').split(','))
    else if (argument.startsWith('--only=')) only.push(...argument.slice('--only='.length).split(','))
    else if (argument.startsWith('-')) throw new Error(`unknown option ${argument}`)
    else words.push(argument)
  }
  const known = checks.map((check) => check.name)
  const unknown = only.find((name) => name !== 'tests' && !known.includes(name))
  if (unknown !== undefined) throw new Error(`there is no check named '${unknown}'`)

  const isGroup = (word: string) => (testGroups as readonly string[]).includes(word)
  const tests = { groups: words.filter(isGroup), filters: words.filter((word) => !isGroup(word)) }
  if (only.length === 0 && words.length === 0) return { checks: known, tests }
  return { checks: known.filter((name) => only.includes(name)), tests: words.length > 0 || only.includes('tests') ? tests : undefined }
}
