export { readPythonParameters } from './parameters.ts'
