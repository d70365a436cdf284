export { readParameterFile, selectParameter, selectParameters } from './read.ts'
export { compareParameters, missingParameters, type ParameterChange, type ParameterState } from './status.ts'
