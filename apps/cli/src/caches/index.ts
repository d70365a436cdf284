import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds between two tidyings of one folder. */
const DAY = 86_400_000

/** Its time says when the caches were last tidied. */
export const TIDIED = 'tidied'

/**
 * Keeps the caches of a user within bounds, once a day: one look at a file, else. To be called by commands that use them. Nothing rejects: what could not be removed is
 * looked at again the next day.
 */
export async function tidyCachesDaily(folder: string, now = Date.now()): Promise<void> {
  const last = statSync(join(folder, TIDIED), { throwIfNoEntry: false })?.mtimeMs
  // One of tomorrow is of a clock that was wrong.
  if (last !== undefined && Math.abs(now - last) < DAY) return
  const { tidyCaches } = await import('./tidy-caches.ts')
  tidyCaches(folder, now)
}
