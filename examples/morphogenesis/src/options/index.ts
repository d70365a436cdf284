export type { Options } from './definitions.ts'
export { helpText } from './help.ts'
export { defaultOptions, OptionError, parseGivenOptions, parseOptions, wantsHelp } from './parse.ts'
export { slugOf } from './slug.ts'
