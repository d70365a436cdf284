import type { EpochReport, TrainingResult } from '../training/index.ts'

/** The metrics of an epoch, by the names under which they are recorded. */
export function metricsOf(report: EpochReport): Record<string, number> {
  const { train_loss, train_acc, val_loss, val_acc, best_acc } = report
  const alphas = report.seeds.map((seed) => [`seed/${seed.id}/alpha`, seed.alpha] as const)
  return { train_loss, train_acc, val_loss, val_acc, best_acc, ...Object.fromEntries(alphas) }
}

/** The metrics that only the end of a training knows; they are logged with its last step. */
export function outcomeOf({ last, recovery_time }: TrainingResult): Record<string, number> {
  const active_seeds = last.seeds.filter((seed) => seed.state === 'active').length
  return withoutMissing({ active_seeds, recovery_time })
}

/** Content of `results/metrics.json`: where the training ended. */
export function summaryOf(result: TrainingResult): Record<string, number> {
  const { train_loss, train_acc, val_loss, val_acc, best_acc } = result.last
  return { train_loss, train_acc, val_loss, val_acc, best_acc, ...outcomeOf(result) }
}

/** `values` without those that do not apply to this run. NaN is a value, and stays. */
function withoutMissing(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined))
}
