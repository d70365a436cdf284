import type { Metric, Run } from '@reprise/protocol'

/** Metrics that are asked for on the first page: a run may have tens of thousands, of which none else is read. */
const names = ['loss', 'train/loss', 'train_loss', 'val/loss', 'val_loss', 'accuracy', 'val/accuracy', 'val_accuracy', 'reward', 'score']
export const progressFields = names.map((name) => `metrics.${name}`)

/** After so long without a point a run that goes on is said to be silent. */
const SILENT_MILLISECONDS = 30 * 60_000

export interface Progress {
  /** The metric that was logged last, by time. */
  readonly latest: Metric | undefined
  /** What somebody should look at: a value that is no number, or silence. */
  readonly oddity: 'nan' | 'silent' | undefined
}

/** How a run is getting on, by the metrics that most runs have. */
export function progressOf({ info, data }: Run, now: number): Progress {
  const metrics = data?.metrics ?? []
  const latest = metrics.reduce<Metric | undefined>(
    (last, metric) => (last === undefined || Number(metric.timestamp) > Number(last.timestamp) ? metric : last),
    undefined,
  )
  const odd = metrics.find(({ value }) => Number.isNaN(value))
  if (odd !== undefined) return { latest: odd, oddity: 'nan' }
  const isSilent = info.status === 'RUNNING' && latest !== undefined && now - Number(latest.timestamp) > SILENT_MILLISECONDS
  return { latest, oddity: isSilent ? 'silent' : undefined }
}
