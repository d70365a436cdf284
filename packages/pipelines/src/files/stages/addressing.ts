import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'

/** What a target on the command line names: a file, a stage of a file, or both. */
export interface Target {
  /** A `.dvc` file or a `dvc.yaml`. */
  readonly path: string | undefined
  readonly name: string | undefined
}

/**
 * Reads a target: `name`, `dir/dvc.yaml:name`, `:name`, `x.dvc`, `dir/dvc.yaml`; `name@key` is a stage of a group. A bare word comes back as a
 * name without a path: it may also be a path of data.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE for a `dvc.lock`
 */
export function parseTarget(target: string, defaultFile = 'dvc.yaml'): Target {
  if (target === '') return { path: undefined, name: undefined }
  const at = target.indexOf('@')
  const group = at < 0 ? target : target.slice(0, at)
  const colon = group.lastIndexOf(':')
  const path = colon < 0 ? group : group.slice(0, colon)
  const plainName = colon < 0 || /[\\/]/.test(group.slice(colon + 1)) ? undefined : group.slice(colon + 1)
  if (posix.basename(path) === 'dvc.lock') {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Did you mean: \`${target.replace('.lock', '.yaml')}\`?`)
  }
  if (plainName === undefined || plainName === '') {
    return isStageFile(target) ? { path: target, name: undefined } : { path: undefined, name: target }
  }
  const name = at < 0 ? plainName : plainName + target.slice(at)
  return { path: path === '' ? defaultFile : path, name }
}

/** Whether a path can be a file of stages: `x.dvc` or `dvc.yaml`. */
export function isStageFile(path: string): boolean {
  return path.endsWith('.dvc') || posix.basename(path) === 'dvc.yaml'
}

/** How a stage is named in messages: its name in the default file, `file:name` elsewhere, and the file for a `.dvc`. Paths from the current folder. */
export function addressStage(file: string, name?: string): string {
  if (name === undefined) return file
  return file === 'dvc.yaml' ? name : `${file}:${name}`
}

/** Whether a stage may be called so: no punctuation but `-` and `_`. */
export function isStageName(name: string): boolean {
  return name !== '' && !/[!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~]/.test(name)
}
