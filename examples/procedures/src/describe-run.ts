import type { RecordedRun } from '@reprise/sdk'

/** A run in a line. */
export function describeRun({ id, name = '', params, metrics, status, tags }: RecordedRun): string {
  const what = params['issue_number'] ?? params['video_path']?.split(/[/\\]/).at(-1) ?? ''
  const seconds = (metrics['duration_seconds'] ?? 0).toFixed(2)
  const error = tags['error_message'] === undefined ? '' : ` (${tags['error_type'] ?? 'Error'}: ${tags['error_message']})`
  const { steps_completed: steps = 0 } = metrics
  return `${id.slice(0, 8)} ${name} ${what} ${status} after ${steps} ${steps === 1 ? 'step' : 'steps'}, ${seconds} s${error}`
}
