import { RepriseError } from '@reprise/protocol'
import type { IngestBatch } from './batch.ts'
import { toPythonRepr } from './python-text.ts'

export function runNotFound(uuid: string): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `Run with id=${uuid} not found`)
}

export function runNotActive(uuid: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `The run ${uuid} must be in the 'active' state. Current state is deleted.`, {
    hint: 'Restore the run first.',
  })
}

export interface ParamConflict {
  readonly key: string
  readonly logged: string
  readonly attempted: string
}

/** Params never change once they are logged. Clients look for the first words of this message. */
export function paramsChanged(batch: IngestBatch, conflicts: readonly ParamConflict[]): RepriseError {
  const [first] = conflicts
  const start = 'Changing param values is not allowed.'
  if (batch.kind === 'one' && first !== undefined) {
    return new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `${start} Param with key='${first.key}' was already logged with value='${first.logged}' for run ID='${batch.runUuid}'. ` +
        `Attempted logging new value '${first.attempted}'.`,
    )
  }
  const list = conflicts.map(
    ({ key, logged, attempted }) =>
      `{'key': ${toPythonRepr(key)}, 'old_value': ${toPythonRepr(logged)}, 'new_value': ${toPythonRepr(attempted)}}`,
  )
  return new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `${start} Params were already logged='[${list.join(', ')}]' for run ID='${batch.runUuid}'.`,
  )
}
