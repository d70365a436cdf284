export { freezeEach } from './freeze-stages.ts'
export { readRunnerSettings } from './open-stage-runner.ts'
export { type RunRequest, runStages } from './run-stages.ts'
export { createStageReport } from './stage-report.ts'
