export { canRun, findProgram } from './find-program.ts'
