// Entered as `@reprise/capture/running`: for those who start commands themselves.
export { toExitCode } from './exit-code.ts'
export { createKeptBytes, type KeptBytes } from './kept-bytes.ts'
export { type OutputTarget, type PassedOutput, passOutput } from './pass-output.ts'
export { makePipes, type Pipes } from './pipes.ts'
export { type EndedCommand, type RunningCommand, startCommand } from './start-command.ts'
export type { RecordedInput } from './stdin.ts'
export { type ResourceUse, type UseWatch, watchUse } from './watch-use.ts'
export { makeTemporaryFolder } from '../temporary-folders.ts'
