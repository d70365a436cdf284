export { canRun, findProgram } from './find-program.ts'
export { findMainCommand } from './find-main-command.ts'
