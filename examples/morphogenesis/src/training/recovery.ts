import type { EpochReport } from './observer.ts'

/** Measures how long the validation accuracy needs to come back after the first germination. */
export class Recovery {
  #start: { epoch: number; best_acc: number } | undefined
  #time: number | undefined

  /** Epochs from the first germination to the recovery; undefined until there was one. */
  get time(): number | undefined {
    return this.#time
  }

  observe(report: Pick<EpochReport, 'epoch' | 'val_acc' | 'best_acc' | 'transitions'>): void {
    if (this.#start === undefined) {
      const germinated = report.transitions.some((transition) => transition.to === 'germinating')
      if (germinated) this.#start = { epoch: report.epoch, best_acc: report.best_acc }
    } else if (this.#time === undefined && report.val_acc >= this.#start.best_acc) {
      this.#time = report.epoch - this.#start.epoch
    }
  }
}
