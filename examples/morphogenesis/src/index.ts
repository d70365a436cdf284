export { defaultOptions, helpText, OptionError, parseOptions, slugOf, wantsHelp, type Options } from './options/index.ts'
export { describeRun, type RunDescription } from './tracking/describe-run.ts'
export { trackMorphogenesis, type Progress, type TrackContext } from './tracking/track.ts'
export { untrackedRun, type TrackedRun } from './tracking/tracked-run.ts'
export {
  trainMorphogenesis,
  type EpochReport,
  type Phase,
  type SeedReport,
  type SeedTransition,
  type TrainingObserver,
  type TrainingResult,
} from './training/index.ts'
