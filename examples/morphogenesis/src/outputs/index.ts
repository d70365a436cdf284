export { readModelFiles, writeResults } from './results-folder.ts'
export { createRunFolder, type RunFolder } from './run-folder.ts'
