import { type HeldPaths, holdPaths } from '../locks/index.ts'
import type { Repository } from '../repository/index.ts'

/** Says that absolute paths are written by a command, such as `reprise add x`. Throws RESOURCE_CONFLICT where another process has one. */
export function holdOuts(repository: Repository, paths: readonly string[], cmd: string): Promise<HeldPaths> {
  const { layout, signal, show, turn, warn } = repository
  return holdPaths(
    layout.temporary,
    { read: [], write: paths },
    { cmd, signal, show, onWarning: warn, isAlone: turn.isHeld, isHardlink: repository.setting('core', 'hardlink_lock') === true },
  )
}
