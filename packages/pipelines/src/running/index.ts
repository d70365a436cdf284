export { loadPackage } from './load-package.ts'
export { engineFields, readFields, readPatience, readStageFields } from './settings.ts'
export type { CommandEnd, OpenRunner, RunnerSurroundings, RunOptions, StageCommand, StageRunner } from './stage-runner.ts'
