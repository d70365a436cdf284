import type { RecordedEnvironment } from '@reprise/protocol'
import { sectionOf } from './read-section.ts'
import type { Change, EnvironmentSide } from './side.ts'

type Variable = RecordedEnvironment['variables'][number]

/** Variables that any two shells have differently, and those that say where a run is logged. */
const passing =
  /^(?:PWD|OLDPWD|SHLVL|_|WINDOWID|TERM_SESSION_ID|SSH_\w+|XDG_SESSION_\w+|INVOCATION_ID|JOURNAL_STREAM|(?:MLFLOW|REPRISE)_RUN_ID)$/

/** Variables that differ; those whose digests have different salts are only counted. */
export function compareVariableLists(a: EnvironmentSide, b: EnvironmentSide): { changes: Change[]; unknown: number } {
  const [first, second] = [read(a), read(b)]
  // A side that knows only what may be shown has no say about the others.
  const isPartial = a.variables === undefined || b.variables === undefined
  const sameSalt = a.salt !== undefined && a.salt === b.salt
  const changes: Change[] = []
  let unknown = 0
  for (const name of [...new Set([...first.keys(), ...second.keys()])].toSorted()) {
    const [left, right] = [first.get(name), second.get(name)]
    if (passing.test(name) || (isPartial && (left ?? right)?.value === undefined)) continue
    if (left?.digest !== undefined && right?.digest !== undefined && !sameSalt) unknown++
    else if (left === undefined || right === undefined || left.value !== right.value || left.digest !== right.digest) {
      changes.push({ subject: name, ...tell(left, right) })
    }
  }
  return { changes, unknown }
}

function read({ variables, system }: EnvironmentSide): Map<string, Variable> {
  if (variables !== undefined) return new Map(variables.map((variable) => [variable.name, variable]))
  const shown = Object.entries(sectionOf(system, 'environment_variables'))
  return new Map(shown.map(([name, value]) => [name, { name, value: String(value) }]))
}

/** A value that may not be shown is told of in words. */
function tell(left: Variable | undefined, right: Variable | undefined): Pick<Change, 'a' | 'b'> {
  const words = (variable: Variable | undefined, hidden: string): string | undefined =>
    variable === undefined ? undefined : (variable.value ?? hidden)
  const areBoth = left !== undefined && right !== undefined
  return { a: words(left, areBoth ? 'one value' : 'set'), b: words(right, areBoth ? 'another value' : 'set') }
}
