// Entered as `@reprise/capture/starting`: all that `reprise run` loads of this package before the command starts.
export { redactParam } from './describe-command.ts'
export type { CapturePart, RecordingOptions } from './options.ts'
export { beginRecording, type Preparation } from './prepare.ts'
export { findMainCommand, findProgram } from '../programs/index.ts'
export { type RunningCommand, toExitCode } from '../running/index.ts'
export { createRedactor } from '../secrets/index.ts'
