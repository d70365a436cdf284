import type { RerunRequest } from './rerun.ts'
import { withinMounts } from './restore/paths.ts'

/** Words before a command that let it see mounts at their places, begin in another folder, and use some processors only. */
export function withinRequest({
  mounts,
  shownFolder,
  processors,
}: Pick<RerunRequest, 'mounts' | 'shownFolder' | 'processors'>): readonly string[] {
  return [
    ...withinMounts(mounts),
    ...(shownFolder === undefined ? [] : ['sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', shownFolder]),
    ...(processors === undefined ? [] : ['taskset', '-c', processors.join(',')]),
  ]
}
