export { evaluate, type Score } from './epoch.ts'
export type { EpochReport, Phase, SeedReport, SeedTransition, TrainingObserver, TrainingResult } from './observer.ts'
export { countEpochs } from './schedule.ts'
export { trainMorphogenesis, type TrainingContext } from './train.ts'
