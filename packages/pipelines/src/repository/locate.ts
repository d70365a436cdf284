import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Repository } from './open-repository.ts'

/** A path as a user gives it, as one from the root with slashes; absolute where it leads out of the project. */
export function locate({ root, cwd }: Pick<Repository, 'root' | 'cwd'>, path: string): string {
  const whole = resolve(cwd, path)
  const below = relative(root, whole)
  return below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below) ? whole : below.replaceAll(sep, '/')
}
