import { type Cause, kindOfVariable } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'
import type { RerunRequest } from '../rerun.ts'

/** One way to undo a suspected cause. */
export interface Intervention {
  readonly cause: Pick<Cause, 'kind' | 'subject'>
  /** Begins a sentence: `setting X to 1`. */
  readonly did: string
  readonly change: (request: RerunRequest) => RerunRequest
}

const threadVariables = ['OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'NUMEXPR_NUM_THREADS']

/** What can be undone here, the likeliest causes first: variables that only one of the two runs had, the number of threads, the order of hashes. */
export function findInterventions(original: RunRecord, repeat: RunRecord, causes: readonly Cause[]): Intervention[] {
  const isSuspected = (...kinds: readonly Cause['kind'][]): boolean => causes.some(({ kind }) => kinds.includes(kind))
  const isPython =
    original.environment.interpreters.some(({ language }) => language === 'python') || /python[\d.]*$/.test(original.command.argv[0] ?? '')
  const had = new Set(original.environment.variables.map(({ name }) => name))
  return [
    ...variableInterventions(original, repeat),
    ...(isPython && !had.has('PYTHONHASHSEED') && isSuspected('order', 'nondeterminism', 'seed')
      ? [setting({ kind: 'order', subject: 'PYTHONHASHSEED' }, { PYTHONHASHSEED: '0' })]
      : []),
    ...(!threadVariables.some((name) => had.has(name)) && isSuspected('threads', 'precision', 'nondeterminism')
      ? [
          setting(
            { kind: 'threads', subject: 'number of threads' },
            Object.fromEntries(threadVariables.map((name) => [name, String(coresOf(original))])),
          ),
        ]
      : []),
  ]
}

/** Variables that the repeat had and the original had not: leaving them out. */
function variableInterventions(original: RunRecord, repeat: RunRecord): Intervention[] {
  const had = new Set(original.environment.variables.map(({ name }) => name))
  if (had.size === 0) return []
  return repeat.environment.variables
    .filter(({ name }) => !had.has(name) && !/^(?:PATH|HOME|PWD|REPRISE_|MLFLOW_|TMPDIR)/.test(name))
    .map(({ name }) => ({
      cause: { kind: kindOfVariable(name), subject: name },
      did: `leaving ${name} out`,
      change: (request) => ({
        ...request,
        variables: Object.fromEntries(Object.entries(request.variables).filter(([key]) => key !== name)),
      }),
    }))
}

function setting(cause: Intervention['cause'], variables: Readonly<Record<string, string>>): Intervention {
  return {
    cause,
    did: `setting ${Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    change: (request) => ({ ...request, variables: { ...request.variables, ...variables } }),
  }
}

/** Cores that the original had; one where that was not recorded. */
function coresOf({ environment }: RunRecord): number {
  const found = /"(?:cpu_count|logical_cores|count_logical|cores_logical|usable_cores)":\s*(\d+)/.exec(JSON.stringify(environment.system))
  return Number(found?.[1] ?? 1)
}
