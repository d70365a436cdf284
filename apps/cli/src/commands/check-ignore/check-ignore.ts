import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Project } from '../../project/index.ts'

export interface CheckIgnoreOptions extends CommonOptions {
  readonly details?: boolean
  readonly all?: boolean
  readonly nonMatching?: boolean
  readonly stdin?: boolean
}

/** Ends with 1 when no path is named by any pattern. */
export async function checkIgnore(project: Project, [targets]: [string[]], options: CheckIgnoreOptions): Promise<number> {
  assertFit(targets, options)
  const found: { path: string; ignored: boolean; patterns: readonly string[] }[] = []
  for await (const target of options.stdin === true ? readLines() : targets) {
    const { ignored, matches } = project.repository.workspace.ignore.check(resolve(project.repository.cwd, target))
    found.push({ path: target, ignored, patterns: matches })
    if (!project.isQuiet) project.print(describe({ target, ignored, matches }, options))
  }
  if (project.isJson) project.printJson(found)
  const isMatch = ({ ignored, patterns }: (typeof found)[number]): boolean => (options.details === true || ignored) && patterns.length > 0
  return found.some(isMatch) ? 0 : 1
}

interface Checked {
  readonly target: string
  readonly ignored: boolean
  readonly matches: readonly string[]
}

function describe({ target, ignored, matches }: Checked, { details, all, nonMatching }: CheckIgnoreOptions): string {
  if (details !== true) return ignored ? `${target}\n` : ''
  const shown = matches.length === 0 && nonMatching === true ? ['::'] : all === true ? matches : matches.slice(-1)
  return shown.map((pattern) => `${pattern}\t${target}\n`).join('')
}

async function* readLines(): AsyncGenerator<string> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === '') return
    yield line
  }
}

function assertFit(targets: readonly string[], { stdin, details, nonMatching, all, quiet }: CheckIgnoreOptions): void {
  const refuse = (message: string): RepriseError => new RepriseError('INVALID_PARAMETER_VALUE', message)
  if (stdin !== true && targets.length === 0) throw refuse('`targets` or `--stdin` needed')
  if (stdin === true && targets.length > 0) throw refuse('cannot have both `targets` and `--stdin`')
  if (nonMatching === true && details !== true) throw refuse('`--non-matching` is only valid with `--details`')
  if (all === true && details !== true) throw refuse('`--all` is only valid with `--details`')
  if (quiet !== undefined && details === true) throw refuse('cannot use both `--details` and `--quiet`')
}
