export { joinWords, quoteShell } from './quoting.ts'
export { parseParams, splitCommands, type NamedParams } from './splitting.ts'
export { shellOf } from './shells.ts'
