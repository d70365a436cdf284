export { evaluate } from './epoch.ts'
export type { EpochReport, Phase, SeedReport, SeedTransition, TrainingObserver, TrainingResult } from './observer.ts'
export { countEpochs } from './schedule.ts'
export { trainMorphogenesis } from './train.ts'
