import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'

/** Where data from elsewhere go: what was asked for, in it where it is a folder, or their own name here. Throws RESOURCE_ALREADY_EXISTS. */
export function choosePlace(
  source: string,
  out: string | undefined,
  { cwd, isForced }: { readonly cwd: string; readonly isForced: boolean },
): string {
  const name = basename(/^\w+:\/\//.test(source) ? new URL(source).pathname : resolve(cwd, source))
  const place = out === undefined || out === '' ? name : isFolder(resolve(cwd, out)) ? join(out, name) : out
  if (place === '') throw new RepriseError('INVALID_PARAMETER_VALUE', `'${source}' has no name; say where it shall be with --out.`)
  if (!isForced && existsSync(resolve(cwd, place)))
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `The path '${place}' already exists locally.\nTo override it, re-run with '--force'.`)
  return place
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
