export { freezeEach } from './freeze-stages.ts'
export { runStages } from './run-stages.ts'
export { createStageReport } from './stage-report.ts'
