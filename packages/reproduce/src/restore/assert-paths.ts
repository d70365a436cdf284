import { isAbsolute, normalize } from 'node:path'
import type { RunRecord } from '@reprise/protocol'
import { Obstacle } from '../obstacle.ts'

/**
 * Throws an {@link Obstacle} for a record with a path that leads out of the folder it is restored into, or into a repository's own: records
 * may come from anywhere. Links on the way are seen to where files are made.
 */
export function assertPaths({ code, command, inputs, outputs }: RunRecord): void {
  if (code.root !== '' && !isPlain(code.root, isAbsolute(code.root))) throw refusal('code', code.root)
  if (command.folder !== '.' && (isAbsolute(command.folder) || !isPlain(command.folder, false))) throw refusal('code', command.folder)
  for (const { path } of [...code.files, ...inputs, ...outputs]) {
    if (!isPlain(path, isAbsolute(path)) || isOfRepository(path)) throw refusal('data', path)
  }
}

function isPlain(path: string, isFull: boolean): boolean {
  return path !== '' && !path.includes('\0') && normalize(path) === path && !path.startsWith('..') && isAbsolute(path) === isFull
}

/** Git runs what is in there. */
function isOfRepository(path: string): boolean {
  return !isAbsolute(path) && path.split('/').some((part) => /^(?:\.git|git~\d+)[. ]*$/i.test(part))
}

function refusal(what: 'code' | 'data', path: string): Obstacle {
  return new Obstacle(
    `missing ${what}`,
    `The record names ${JSON.stringify(path.slice(0, 200))}, which leads out of the folder it is restored into.`,
  )
}
