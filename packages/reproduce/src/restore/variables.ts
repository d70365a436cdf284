import { createHmac } from 'node:crypto'
import { kindOfVariable, type RecordedDifference } from '@reprise/compare'
import type { RecordedEnvironment } from '@reprise/protocol'
import { relocate, type Relocation } from './relocate.ts'

/** What every program gets from where it is started: of this machine, not of the original. */
const local =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|TERM|TMPDIR|TEMP|TMP|PWD|LD_LIBRARY_PATH|SSL_CERT_\w+|\w+_proxy|\w+_PROXY|XDG_\w+|REPRISE_\w+|MLFLOW_TRACKING_\w+|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE|PYENV_\w+|PIP_\w+|UV_(?:CACHE_DIR|FIND_LINKS|OFFLINE|NO_INDEX)|npm_\w+|NVM_\w+)$/
/** Variables that say where a run is logged: the new run has its own. */
const ofTheRun = /^(?:MLFLOW_RUN_ID|MLFLOW_EXPERIMENT_\w+|REPRISE_RUN_\w+|REPRISE_TRACE_\w+|VIRTUAL_ENV|CONDA_\w+)$/

export interface PlannedVariables {
  /** The whole environment of the command. */
  readonly variables: Readonly<Record<string, string>>
  /** Variables that are here, with another value than in the original, which is not recorded. */
  readonly differences: readonly RecordedDifference[]
  readonly notes: readonly string[]
}

/**
 * The environment of the repeat: recorded values where they are known, this machine's for what is a matter of the machine, and those of
 * other recorded names where they are here. What the original did not have is left out. Where nothing was recorded, everything is passed on.
 */
export function planVariables(
  { variables: recorded, salt }: RecordedEnvironment,
  env: Readonly<Record<string, string | undefined>>,
  relocation: Relocation,
): PlannedVariables {
  const here = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  if (recorded.length === 0) {
    return {
      variables: Object.fromEntries(here.filter(([name]) => !ofTheRun.test(name))),
      differences: [],
      notes: ['no environment variables were recorded'],
    }
  }
  const variables: Record<string, string> = Object.fromEntries(here.filter(([name]) => local.test(name) && !ofTheRun.test(name)))
  const notes: string[] = []
  const differences: RecordedDifference[] = []
  for (const { name, value, digest } of recorded) {
    if (ofTheRun.test(name) || local.test(name)) continue
    const present = env[name]
    if (value !== undefined && !value.includes('[secret:')) {
      variables[name] = relocate(value, relocation)
    } else if (present !== undefined) {
      variables[name] = present
      if (digest !== undefined && salt !== undefined && !isSame(present, { salt, digest }) && !ofTheShell.test(name)) {
        differences.push({
          part: 'variable',
          kind: kindOfVariable(name),
          subject: name,
          a: 'a value that is not recorded',
          b: 'another value',
        })
      }
    } else if (!ofTheShell.test(name)) {
      notes.push(`${name} was set in the original; its value is not recorded`)
    }
  }
  return { variables, differences, notes }
}

const ofTheShell =
  /^(?:SHLVL|OLDPWD|_|LS_COLORS|LINES|COLUMNS|HOSTNAME|SSH_\w+|DISPLAY|COLORTERM|EDITOR|PAGER|LESS\w*|HIST\w+|INVOCATION_ID|JOURNAL_STREAM|DBUS_\w+|WINDOWID)$/

function isSame(value: string, { salt, digest }: { readonly salt: string; readonly digest: string }): boolean {
  return createHmac('sha256', salt).update(value).digest('hex') === digest
}
