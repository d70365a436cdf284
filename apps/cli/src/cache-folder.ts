import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this user keeps what can be made again: `$REPRISE_CACHE`, `$XDG_CACHE_HOME/reprise`, or `~/.cache/reprise`. */
export function cacheFolderOf(variables: Readonly<Record<string, string | undefined>>): string {
  return variables['REPRISE_CACHE'] || join(variables['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'reprise')
}
