export { defaultOptions, helpText, OptionError, parseOptions, slugOf, wantsHelp, type Options } from './options/index.ts'
export { describeRun, type RunDescription } from './tracking/run.ts'
export { trackMorphogenesis, type Progress } from './tracking/track.ts'
export type { Tracker } from './tracking/tracker.ts'
export {
  trainMorphogenesis,
  type EpochReport,
  type Phase,
  type SeedReport,
  type SeedTransition,
  type TrainingObserver,
  type TrainingResult,
} from './training/index.ts'
