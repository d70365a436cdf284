import type { EpochReport, SeedTransition } from '../training/index.ts'

/** `epoch 81 phase_2 train_loss=0.6441 ...`, then a line for each seed that changed. */
export function describeEpoch(report: EpochReport): string[] {
  const numbers = (['train_loss', 'train_acc', 'val_loss', 'val_acc', 'best_acc'] as const).map(
    (name) => `${name}=${report[name].toFixed(4)}`,
  )
  return [`epoch ${report.epoch} ${report.phase} ${numbers.join(' ')}`, ...report.transitions.map(describeTransition)]
}

/** `epoch 86 layer1_seed1 dormant -> germinating` */
export function describeTransition({ epoch, seed, from, to }: SeedTransition): string {
  return `epoch ${epoch} ${seed} ${from} -> ${to}`
}

/** Lines as a text file. */
export function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
