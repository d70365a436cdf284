import type { RunInfo } from '@reprise/protocol'

/** What a run is called: by its name, or where it has none by the beginning of its id. */
export function nameOfRun({ run_name: name, run_id: id }: Pick<RunInfo, 'run_id' | 'run_name'>): string {
  return name ?? id.slice(0, 8)
}
