export { captureEnvironment, type CaptureEnvironmentOptions, type EnvironmentFiles, type EnvironmentLog } from './capture-environment.ts'
export { type CapturedEnvironment, type EnvironmentCapture, type EnvironmentOptions, startEnvironmentCapture } from './start-capture.ts'
export { toEnvironmentParams } from './files/to-params.ts'
export { writeEnvironmentFiles } from './files/write-files.ts'
