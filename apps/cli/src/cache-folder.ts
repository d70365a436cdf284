import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this user keeps what can be made again: `$XDG_CACHE_HOME/reprise`, `~/.cache/reprise` where that is not set. */
export function cacheFolderOf(variables: Readonly<Record<string, string | undefined>>): string {
  return join(variables['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'reprise')
}
