import { execFile } from 'node:child_process'
import { RepriseError } from '@reprise/protocol/errors'

type Variables = Readonly<Record<string, string | undefined>>

/** Milliseconds that a Python may take to say whether it has it. */
const PATIENCE = 60_000
const REQUIREMENT = 'optuna>=3.1,<6'

/**
 * The words that start a Python which has optuna: one on PATH, of an environment that is active for example; else `uv`, which gets it.
 *
 * @throws RepriseError RESOURCE_DOES_NOT_EXIST, with the command that installs it
 */
export async function findOptuna(env: Variables): Promise<readonly [string, ...string[]]> {
  for (const python of ['python3', 'python']) if (await runs([python, '-c', 'import optuna'], env)) return [python, '-u', '-c']
  const uv = ['uv', 'run', '--no-project', '--quiet', '--with', REQUIREMENT, 'python'] as const
  if (await runs([...uv, '-c', 'import optuna'], env)) return [...uv, '-u', '-c']
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', '--tpe needs optuna, and no Python on PATH has it.', {
    hint: 'Install it with `python3 -m pip install optuna`, or install `uv`, which gets it when it is needed.',
  })
}

function runs([program, ...args]: readonly [string, ...string[]], env: Variables): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...env }, timeout: PATIENCE, killSignal: 'SIGKILL' }, (error) => resolve(error === null))
  })
}
